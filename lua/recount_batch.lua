-- Counts a batch again from its documents and compares. Reads the whole documents hash in one step (about
-- 1 ms for 1,000 documents), so that nothing moves meanwhile; asked for by an operator, never on a timer.
--
-- KEYS 1 batch hash   2 documents hash
-- ARGV 1 1 to put differing counters right
-- Returns {documents, then per differing counter: name, stored, recomputed}
-- Invariant: without ARGV 1 it writes nothing. An empty answer after the first element is the expected one.

--- @include state
--- @include counters

local truth = {}
local all = redis.call('HGETALL', KEYS[2])
for i = 2, #all, 2 do
  local d = read_state(all[i])
  add(truth, 'total', 1)
  add(truth, 'd:' .. d.status, 1)
  if d.warn then add(truth, 'warn', 1) end
  if d.status == 'e' then add(truth, 'e:' .. failed_stage(d) .. ':' .. d.code, 1) end
  -- What never had a job (duplicates, excluded, refused at intake) has no stages to count.
  local had_jobs = d.status ~= 'd' and d.status ~= 'k' and not (d.status == 'e' and failed_stage(d) == 0)
  if had_jobs then
    add(truth, 'jobs', 1)
    for s = 1, STAGES do add(truth, 's' .. s .. ':' .. d.st[s], 1) end
  end
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
