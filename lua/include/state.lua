-- The packed state of one document, the value in a batch's documents hash.
--
--   byte 1      document status: p pending, r running, c completed, e exception, x canceled,
--               d duplicate, k excluded
--   bytes 2-4   run, decimal: starts at 1, each retry adds 1
--   bytes 5-40  six bytes per stage: status (w waiting, r running, y retrying, c completed, f failed,
--               s skipped) and the attempt in 5 digits
--   byte 41     1 if the document has a warning, otherwise 0
--   byte 42 on  exception code; empty if there is no exception
--
-- With fixed positions, reading a state takes a few string.sub calls. 10,000 states take half a megabyte.

local STAGES = 6
-- The run is stored in three digits.
local MOST_RUNS = 999

local function new_state(status, code, warn)
  local st, at = {}, {}
  for i = 1, STAGES do
    st[i] = (status == 'p') and 'w' or 's'
    at[i] = 0
  end
  return { status = status, run = 1, st = st, at = at, warn = warn, code = code }
end

local function read_state(packed)
  local st, at = {}, {}
  for i = 1, STAGES do
    local from = 5 + (i - 1) * 6
    st[i] = string.sub(packed, from, from)
    at[i] = tonumber(string.sub(packed, from + 1, from + 5))
  end
  return {
    status = string.sub(packed, 1, 1),
    run = tonumber(string.sub(packed, 2, 4)),
    st = st,
    at = at,
    warn = string.sub(packed, 41, 41) == '1',
    code = string.sub(packed, 42),
  }
end

local function write_state(d)
  local st, at = d.st, d.at
  return string.format('%s%03d%s%05d%s%05d%s%05d%s%05d%s%05d%s%05d%s%s',
    d.status, d.run, st[1], at[1], st[2], at[2], st[3], at[3], st[4], at[4], st[5], at[5], st[6], at[6],
    d.warn and '1' or '0', d.code)
end

-- Returns whether the document has ended: only a retry or a re-run changes it now.
local function is_final(status)
  return status ~= 'p' and status ~= 'r'
end

-- Returns the stage that failed; 0 when the exception was found at intake.
local function failed_stage(d)
  for i = 1, STAGES do
    if d.st[i] == 'f' then return i end
  end
  return 0
end

-- Does the same for a packed state, without unpacking it.
local FAILED = string.byte('f')
local function failed_stage_in(packed)
  for i = 1, STAGES do
    if string.byte(packed, 6 * i - 1) == FAILED then return i end
  end
  return 0
end
