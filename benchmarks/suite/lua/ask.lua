-- Asks the paths of the file targets=FILE, one a line, in their order, round and round.

dofile(os.getenv("SUITE_LUA") .. "/report.lua")

local targets, nth = {}, 0

function init(arguments)
  local given = read_arguments(arguments)
  for line in io.lines(given.targets) do table.insert(targets, line) end
  nth = thread_number * 97
end

function request()
  nth = nth + 1
  return wrk.format("GET", targets[nth % #targets + 1])
end

function response(status, headers, body)
  if status ~= 200 then note_wrong(status, body) end
end
