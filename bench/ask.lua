-- Without arguments wrk asks for its one address. With FILE, MARK and START it walks over the
-- lines of the file, from line START on: path, cookie and, for a POST, the form, between tabs.
-- Each form gets a nonce that holds MARK, so that none is taken for one sent before.

local function walk(file, mark, start)
  local lines, at = {}, tonumber(start)
  for line in io.lines(file) do
    lines[#lines + 1] = { line:match("^([^\t]*)\t([^\t]*)\t(.*)$") }
  end
  request = function()
    local path, cookie, form = unpack(lines[at % #lines + 1])
    at = at + 1
    local headers = { Cookie = cookie }
    for name, value in pairs(wrk.headers) do headers[name] = value end
    if form == "" then return wrk.format("GET", path, headers) end
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    headers["Sec-Fetch-Site"] = "same-origin"
    return wrk.format("POST", path, headers, form .. "&form_nonce=" .. mark .. "-" .. at)
  end
end

function init(arguments)
  if #arguments == 3 then walk(unpack(arguments)) end
end

function done(summary, latency)
  local errors = 0
  for _, number in pairs(summary.errors) do errors = errors + number end
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "errors": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors
  ))
end
