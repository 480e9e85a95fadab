-- Reopens every document of a batch that had jobs, at the first stage, in one step, so that counters and percent
-- reset together. The time grows with the batch (about 3 ms for 1,000 documents). Only an operator starts this.
--
-- KEYS 1 batch   2 documents   3 active   4 events   5 parked   6 repairs   7 held
-- ARGV 1 batch id   2 now, ms   3 stream limit
--      4 the lowest run that the batch and its documents may get: higher than any run that history has stored
--      5 msgpack [document id, ...]: documents with a warning from intake, which a new run keeps
-- Returns {outcome, the batch's run, documents reopened}; outcome:
--   ok | unknown | running: the batch has not ended | nothing: no document of the batch had a job
--   limit: a document would reach run 1,000, which its packed state cannot hold
--
-- A batch that was restored from its manifest (`restored`) is not registered yet and has not run; this script
-- registers it. A canceled batch may run again. The totals of the work start at zero; records of earlier attempts
-- stay, because run and attempt numbers continue.
-- Invariants: total, jobs, and the sums of d:* and s<i>:* do not change. Every reopened document gets a new run.

--- @include state
--- @include counters
--- @include end_batch_if_done
--- @include events

local batch_key, documents_key, active_key, events_key, parked_key, repairs_key, held_key =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local batch_id, now, least = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4])
local v = redis.call('HMGET', batch_key, 'control', 'run', 'endedRun', 'createdAt', 'registered', 'restored')
local control, run = v[1], tonumber(v[2] or 0)
if not control then return { 'unknown', 0, 0 } end
local restored = v[6] == '1' and v[5] ~= '1'
if not restored and tonumber(v[3] or 0) < run then return { 'running', run, 0 } end

local warned = {}
for _, id in ipairs(cmsgpack.unpack(ARGV[5])) do warned[id] = true end

-- Reads and writes packed states in place: unpacking 100,000 of them would block Redis for too long.
local byte, sub, format = string.byte, string.sub, string.format
local DUPLICATE, EXCLUDED, EXCEPTION, YES = 100, 107, 101, 49
local WAITING = string.rep('w00000', STAGES)
local statuses, stages, delta, write, groups, by_run, opened, n = {}, {}, {}, {}, {}, {}, 0, 0
for s = 1, STAGES do stages[s] = {} end

local all = redis.call('HGETALL', documents_key)
for i = 1, #all, 2 do
  local id, p = all[i], all[i + 1]
  local status, failed = byte(p, 1), 0
  if status == EXCEPTION then failed = failed_stage_in(p) end
  if status ~= DUPLICATE and status ~= EXCLUDED and not (status == EXCEPTION and failed == 0) then
    if status == EXCEPTION then add(delta, 'e:' .. failed .. ':' .. sub(p, 42), -1) end
    statuses[status] = (statuses[status] or 0) + 1
    for s = 1, STAGES do
      local own, letter = stages[s], byte(p, 6 * s - 1)
      own[letter] = (own[letter] or 0) + 1
    end
    local warn, had = warned[id] == true, byte(p, 41) == YES
    if warn ~= had then add(delta, 'warn', warn and 1 or -1) end
    local own_run = math.max(tonumber(sub(p, 2, 4)) + 1, least)
    if own_run > MOST_RUNS then return { 'limit', run, 0 } end
    write[n + 1], write[n + 2] = id, format('p%03d%s%s', own_run, WAITING, warn and '1' or '0')
    n = n + 2
    local group = by_run[own_run]
    if not group then
      group = { 1, 'w', own_run, 0, {} }
      by_run[own_run] = group
      groups[#groups + 1] = group
    end
    group[5][#group[5] + 1] = id
    opened = opened + 1
  end
end
for status, count in pairs(statuses) do
  add(delta, 'd:' .. string.char(status), -count)
  add(delta, 'd:p', count)
end
for s = 1, STAGES do
  for letter, count in pairs(stages[s]) do
    add(delta, 's' .. s .. ':' .. string.char(letter), -count)
    add(delta, 's' .. s .. ':w', count)
  end
end
if opened == 0 then return { 'nothing', run, 0 } end

-- Lua's stack limits one call to a few thousand arguments.
for i = 1, #write, 1000 do redis.call('HSET', documents_key, unpack(write, i, math.min(i + 999, #write))) end
write_deltas(batch_key, delta)
local fresh = { 'pages', 'pagesOcr', 'characters', 'entities', 'bytesDone', 'hits', 'misses', 'savedMs',
  'startedAt', 'endedAt', 'pausedAt', 'pausedBy', 'pausedMs', 'submitted', 'flow', 'restored', 'workedMs',
  'firstStartedAt', 'kind' }
for s = 1, STAGES do
  fresh[#fresh + 1] = 's' .. s .. ':ms'
  fresh[#fresh + 1] = 's' .. s .. ':h'
end
redis.call('HDEL', batch_key, unpack(fresh))
redis.call('DEL', parked_key, repairs_key)
run = math.max(run + 1, least)
redis.call('HSET', batch_key, 'run', run, 'control', 'running', 'status', 'running', 'registered', 1)
if not restored then redis.call('HSET', batch_key, 'kind', 'rerun') end
redis.call('ZADD', active_key, v[4], batch_id)
redis.call('SADD', held_key, batch_id)
emit(events_key, batch_key, batch_id, now, cmsgpack.pack(groups), opened, {}, false, ARGV[3])
return { 'ok', run, opened }
