-- Without arguments wrk asks for its one address.
--
-- With FILE, MARK and START it walks over the lines of the file, from line START on: path, cookie
-- and, for a POST, the form, between tabs. Each form gets a nonce that holds MARK, so that none is
-- taken for one sent before.
--
-- With FILE, MEMBERS, WARM, UNTIL and THREADS each of so many threads, which has one connection then,
-- takes its share of the lines in turn: kind, number of the member, path and, for a POST, the form.
-- MEMBERS has a cookie and a token for forms in each line. What comes back is counted by kind, status
-- and time, apart for the first WARM seconds; after UNTIL seconds no form is sent any more, so that
-- each one is answered before the end.

local ffi = require("ffi")
-- Times are counted in steps of so many, on a logarithmic scale.
local STEP = math.log(1.02)
local threads = {}

local function ask(path, cookie, form)
  local headers = { Cookie = cookie }
  for name, value in pairs(wrk.headers) do headers[name] = value end
  if form == "" then return wrk.format("GET", path, headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  headers["Sec-Fetch-Site"] = "same-origin"
  return wrk.format("POST", path, headers, form)
end

local function walk(file, mark, start)
  local lines, at = {}, tonumber(start)
  for line in io.lines(file) do
    lines[#lines + 1] = { line:match("^([^\t]*)\t([^\t]*)\t(.*)$") }
  end
  request = function()
    local path, cookie, form = unpack(lines[at % #lines + 1])
    at = at + 1
    if form ~= "" then form = form .. "&form_nonce=" .. mark .. "-" .. at end
    return ask(path, cookie, form)
  end
end

ffi.cdef("typedef struct { long s; long us; } moment; int gettimeofday(moment *, void *);")
local moment = ffi.new("moment")

local function microseconds()
  ffi.C.gettimeofday(moment, nil)
  return tonumber(moment.s) * 1e6 + tonumber(moment.us)
end

-- Every so many lines of the file one, beginning with the thread's own; again and again.
local function share(file)
  local source, again = assert(io.open(file)), false
  for _ = 1, number do source:read() end
  return function()
    local line = source:read()
    if not line then
      source:seek("set")
      line, again = source:read(), true
    end
    for _ = 2, of do source:read() end
    return again, line:match("^(%S+)\t(%d+)\t(%S+)\t(.*)$")
  end
end

local function mix(file, members, warm, till)
  local take, cookies, tokens = share(file), {}, {}
  for line in io.lines(members) do
    cookies[#cookies + 1], tokens[#tokens + 1] = line:match("^(%S+) (%S+)$")
  end
  local began, at, kind
  warm, till = warm * 1e6, till * 1e6
  answers = {}
  request = function()
    at = microseconds()
    began = began or at
    local again, member, path, form
    repeat
      again, kind, member, path, form = take()
    until form == "" or not (again or at - began > till)
    member = tonumber(member)
    if form ~= "" then form = form .. "&csrf_token=" .. tokens[member] end
    return ask(path, cookies[member], form)
  end
  response = function(status)
    local now = microseconds()
    local step = math.floor(math.log(math.max(now - at, 1)) / STEP)
    local phase = at - began < warm and "warm" or "counted"
    local what = table.concat({ phase, kind, status, step }, " ")
    answers[what] = (answers[what] or 0) + 1
  end
end

function setup(thread)
  thread:set("number", #threads)
  threads[#threads + 1] = thread
end

function init(arguments)
  if #arguments == 3 then walk(unpack(arguments)) end
  if #arguments == 5 then
    of = tonumber(table.remove(arguments))
    mix(unpack(arguments))
  end
end

local function counted()
  local all, told = {}, {}
  for _, thread in ipairs(threads) do
    for what, times in pairs(thread:get("answers") or {}) do all[what] = (all[what] or 0) + times end
  end
  for what, times in pairs(all) do told[#told + 1] = string.format('"%s": %d', what, times) end
  return table.concat(told, ", ")
end

function done(summary, latency)
  local errors = 0
  for _, number in pairs(summary.errors) do errors = errors + number end
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "errors": %d, "step": %.17g, ' ..
    '"answers": {%s}}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors,
    STEP, counted()
  ))
end
