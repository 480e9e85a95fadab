-- Pause, resume, cancel, or another priority. Says what is wanted; the gate reads it before each stage.
--
-- KEYS 1 batch hash   2 active batches   3 event stream
-- ARGV 1 batch id   2 action: pause | resume | cancel | priority   3 now, ms   4 stream limit
--      5 the priority, with that action
-- Returns {outcome, batch status}: ok | unchanged | unknown | terminal
--
-- A canceled batch stays so: pause and resume answer `unchanged` then. It ends when its documents have
-- (advance_documents with x), or here when it has none left.

--- @include state
--- @include counters
--- @include end_batch_if_done
--- @include events

local key, active_key, events_key = KEYS[1], KEYS[2], KEYS[3]
local batch_id, action, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local v = redis.call('HMGET', key, 'control', 'status', 'run', 'endedRun', 'priority', 'pausedAt')
local control, status = v[1], v[2]
if not control then return { 'unknown', '' } end
if tonumber(v[4] or 0) >= tonumber(v[3] or 1) then return { 'terminal', status } end

if action == 'priority' then
  if v[5] == ARGV[5] then return { 'unchanged', status } end
  redis.call('HSET', key, 'priority', ARGV[5])
elseif control == 'canceled' then
  return { 'unchanged', status }
elseif action == 'pause' then
  if control == 'paused' then return { 'unchanged', status } end
  redis.call('HSET', key, 'control', 'paused', 'status', 'paused', 'pausedAt', now, 'pausedBy', 'operator')
  status = 'paused'
elseif action == 'resume' then
  if control ~= 'paused' then return { 'unchanged', status } end
  redis.call('HINCRBY', key, 'pausedMs', now - tonumber(v[6] or now))
  redis.call('HDEL', key, 'pausedAt', 'pausedBy', 'stopLoss')
  redis.call('HSET', key, 'control', 'running', 'status', 'running')
  status = 'running'
elseif action == 'cancel' then
  if v[6] then redis.call('HINCRBY', key, 'pausedMs', now - tonumber(v[6])) end
  redis.call('HDEL', key, 'pausedAt')
  redis.call('HSET', key, 'control', 'canceled', 'status', 'canceling')
  status = 'canceling'
else
  return redis.error_reply('ERR control_batch: unknown action ' .. action)
end
local final = end_batch_if_done(key, active_key, batch_id, now)
emit(events_key, key, batch_id, now, NO_GROUPS, 1, {}, final, ARGV[4])
return { 'ok', final or status }
