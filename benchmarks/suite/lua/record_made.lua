-- Posts the body of the file body=FILE with the content type type=TYPE over and over; whatever stands
-- in it as KEY and 12 digits becomes a new idempotency key of the same length each time. run=TAG, of
-- two characters, makes the keys of this run differ from those of any other.

dofile(os.getenv("SUITE_LUA") .. "/report.lua")

local count = 0

function init(arguments)
  local given = read_arguments(arguments)
  local file = io.open(given.body, "rb")
  body = file:read("*a")
  file:close()
  tag = given.run .. thread_number
  wrk.method = "POST"
  wrk.headers["Content-Type"] = given.type
end

function request()
  local made = body:gsub("KEY%d%d%d%d%d%d%d%d%d%d%d%d", function()
    count = count + 1
    return tag .. string.format("%012d", count)
  end)
  return wrk.format(nil, "/v1/events", nil, made)
end

function response(status, headers, answer)
  if status ~= 200 or answer:find('"rejected"', 1, true) or answer:find('"duplicate"', 1, true) then
    note_wrong(status, answer)
  end
end
