-- What every script of wrk here shares: counting wrong answers, and one line of JSON at the end.

local threads = {}

function setup(thread)
  thread:set("thread_number", #threads)
  table.insert(threads, thread)
end

-- The arguments after `--`, as name=value.
function read_arguments(arguments)
  local found = {}
  for _, argument in ipairs(arguments) do
    local name, value = argument:match("^(%w+)=(.*)$")
    if name then found[name] = value end
  end
  return found
end

function note_wrong(status, body)
  wrong = wrong + 1
  if first_wrong == "" then first_wrong = status .. " " .. body:sub(1, 300) end
end

wrong = 0
first_wrong = ""

function done(summary, latency, requests)
  local all_wrong, first = 0, ""
  for _, thread in ipairs(threads) do
    all_wrong = all_wrong + thread:get("wrong")
    if first == "" then first = thread:get("first_wrong") end
  end
  local errors = summary.errors
  local counts = {}
  for index = 1, #latency do
    table.insert(counts, string.format("[%d,%d]", latency(index)))
  end
  local text = first:gsub("[%c\"\\]", " ")
  io.write(string.format(
    '\nRESULT {"requests":%d,"seconds":%.6f,"wrong":%d,"first_wrong":"%s","socket_errors":%d,' ..
    '"timeouts":%d,"duration_us":%d,"latency_counts":[%s]}\n',
    summary.requests, summary.duration / 1e6, all_wrong, text,
    errors.connect + errors.read + errors.write, errors.timeout, summary.duration,
    table.concat(counts, ",")))
end
