-- Posts payments: one event a request, or batch=N of them as {"mode":"each"}. Every idempotency key
-- is new. houses=FILE has a line "community house" for each house that may pay; run=TAG makes the
-- keys of this run differ from those of any other. With pause=N a connection waits N ms on average
-- before it posts again, from none to twice that, so that connections do not go in step.

dofile(os.getenv("SUITE_LUA") .. "/report.lua")

local head = '{"kind":"payment_received","channel":"bank","business_date":"'
local count = 0

function init(arguments)
  local given = read_arguments(arguments)
  batch = tonumber(given.batch)
  tag = given.run .. "-" .. thread_number .. "-"
  head = head .. given.date .. '","community":"'
  math.randomseed(tonumber(given.seed) * 1000 + thread_number)
  by_community, communities, last = {}, {}, nil
  for line in io.lines(given.houses) do
    local community, house = line:match("^(%S+) (%S+)$")
    if community ~= last then
      last = community
      table.insert(communities, community)
      by_community[community] = {}
    end
    table.insert(by_community[community], house)
  end
  if given.pause then
    local longest = 2 * tonumber(given.pause)
    function delay() return math.random(0, longest) end
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

local function payment(community, houses)
  count = count + 1
  local fen = math.random(1, 99999)
  return head .. community .. '","house":"' .. houses[math.random(#houses)] .. '","amount":"' ..
    string.format("%d.%02d", math.floor(fen / 100), fen % 100) .. '","idempotency_key":"' .. tag ..
    count .. '"}'
end

function request()
  local community = communities[math.random(#communities)]
  local houses = by_community[community]
  if batch == 1 then return wrk.format(nil, "/v1/events", nil, payment(community, houses)) end
  local parts = {}
  for index = 1, batch do parts[index] = payment(community, houses) end
  return wrk.format(nil, "/v1/events", nil,
    '{"mode":"each","events":[' .. table.concat(parts, ",") .. ']}')
end

-- A batch is right when each of its events was recorded; a single post when it was created.
function response(status, headers, body)
  if batch == 1 then
    if status ~= 201 then note_wrong(status, body) end
  elseif status ~= 200 or body:find('"rejected"', 1, true) or body:find('"duplicate"', 1, true) then
    note_wrong(status, body)
  end
end
