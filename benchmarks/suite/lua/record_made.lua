-- Posts the body of the file body=FILE with the content type type=TYPE over and over; whatever
-- stands in it as KEY and 12 digits becomes a new idempotency key of the same length each time.
-- run=TAG, of two characters, makes the keys of this run differ from those of any other. The keys
-- are written where they stand: making a batch anew took wrk as long as recording it took the
-- service.

dofile(os.getenv("SUITE_LUA") .. "/report.lua")

local ffi = require("ffi")

local count = 0
local size, bytes, keys = 0, nil, {}

function init(arguments)
  local given = read_arguments(arguments)
  local file = io.open(given.body, "rb")
  local body = file:read("*a")
  file:close()
  local tag = given.run .. thread_number
  body = body:gsub("KEY(%d%d%d%d%d%d%d%d%d%d%d%d)", tag .. "%1")
  size = #body
  bytes = ffi.new("char[?]", size)
  ffi.copy(bytes, body, size)
  for place in body:gmatch("()" .. tag .. "%d%d%d%d%d%d%d%d%d%d%d%d") do
    table.insert(keys, place + 2)
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = given.type
end

function request()
  for _, place in ipairs(keys) do
    count = count + 1
    local rest = count
    for digit = 11, 0, -1 do
      local digits_before = math.floor(rest / 10)
      bytes[place + digit] = 48 + rest - 10 * digits_before
      rest = digits_before
    end
  end
  return wrk.format(nil, "/v1/events", nil, ffi.string(bytes, size))
end

function response(status, headers, answer)
  if status ~= 200 or answer:find('"rejected"', 1, true) or answer:find('"duplicate"', 1, true) then
    note_wrong(status, answer)
  end
end
