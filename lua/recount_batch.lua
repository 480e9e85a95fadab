-- Counts a batch again from its documents and compares. Reads the whole documents hash in one step (about
-- 1 ms for 1,000 documents), so that nothing moves meanwhile; asked for by an operator, at a batch's end, and
-- once a minute for one that stands still.
--
-- KEYS 1 batch hash   2 documents hash
-- ARGV 1 1 to put differing counters right
-- Returns {documents, then per differing counter: name, stored, recomputed}
-- Invariant: without ARGV 1 it writes nothing. An empty answer after the first element is the expected one.

--- @include state
--- @include counters

local truth = {}
-- Bytes of the packed state, which this reads in place: taking 100,000 of them apart would hold Redis for long.
local byte, sub = string.byte, string.sub
local DUPLICATE, EXCLUDED, EXCEPTION, YES = 100, 107, 101, 49
local statuses, stages, warned, jobs = {}, {}, 0, 0
for s = 1, STAGES do stages[s] = {} end

local all = redis.call('HGETALL', KEYS[2])
for i = 2, #all, 2 do
  local p = all[i]
  local status, failed = byte(p, 1), 0
  statuses[status] = (statuses[status] or 0) + 1
  if byte(p, 41) == YES then warned = warned + 1 end
  if status == EXCEPTION then
    failed = failed_stage_in(p)
    add(truth, 'e:' .. failed .. ':' .. sub(p, 42), 1)
  end
  -- What never had a job (duplicates, excluded, refused at intake) has no stages to count.
  if status ~= DUPLICATE and status ~= EXCLUDED and not (status == EXCEPTION and failed == 0) then
    jobs = jobs + 1
    for s = 1, STAGES do
      local own, letter = stages[s], byte(p, 6 * s - 1)
      own[letter] = (own[letter] or 0) + 1
    end
  end
end
add(truth, 'total', #all / 2)
add(truth, 'warn', warned)
add(truth, 'jobs', jobs)
for status, n in pairs(statuses) do add(truth, 'd:' .. string.char(status), n) end
for s = 1, STAGES do
  for letter, n in pairs(stages[s]) do add(truth, 's' .. s .. ':' .. string.char(letter), n) end
end

local result = { #all / 2 }
local function compare(field, stored, right)
  if stored ~= right then
    result[#result + 1] = field
    result[#result + 1] = stored
    result[#result + 1] = right
    if ARGV[1] == '1' then redis.call('HSET', KEYS[1], field, right) end
  end
end
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local f = fields[i]
  if f == 'total' or f == 'jobs' or f == 'warn' or string.find(f, '^d:%l$') or string.find(f, '^s%d:[wrycfs]$') or string.find(f, '^e:') then
    compare(f, tonumber(fields[i + 1]), truth[f] or 0)
    truth[f] = nil
  end
end
for f, right in pairs(truth) do compare(f, 0, right) end
return result
