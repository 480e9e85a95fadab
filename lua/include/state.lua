-- The packed state of one document, as it stands in a batch's documents hash.
--
--   byte 1      document status: p pending, r running, c completed, e exception, x canceled,
--               d duplicate, k excluded
--   bytes 2-4   run, decimal: 1 at first, +1 for each retry
--   then 6 x 6  one stage each: status (w waiting, r running, y retrying, c completed, f failed,
--               s skipped) and the attempt, 5 decimals
--   byte 41     1 when the document has a warning, else 0
--   from 42     exception code, empty without one
--
-- Fixed places make reading one a few string.sub calls; a batch of 10,000 is half a megabyte.

local STAGES = 6
-- A run has three places.
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

-- Whether nothing more will happen to the document unless it is retried.
local function is_final(status)
  return status ~= 'p' and status ~= 'r'
end

-- The stage an exception belongs to: the one that failed; 0 when it was found at intake.
local function failed_stage(d)
  for i = 1, STAGES do
    if d.st[i] == 'f' then return i end
  end
  return 0
end

-- The same of a packed state, without taking it apart.
local FAILED = string.byte('f')
local function failed_stage_in(packed)
  for i = 1, STAGES do
    if string.byte(packed, 6 * i - 1) == FAILED then return i end
  end
  return 0
end
