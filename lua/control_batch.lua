-- Pauses, resumes or cancels a batch, or changes its priority. This script only stores the operator's wish;
-- the gate reads it before each stage.
--
-- KEYS 1 batch   2 active   3 events
-- ARGV 1 batch id   2 action: pause | resume | cancel | priority   3 now, ms   4 stream limit
--      5 the new priority, for the action priority; otherwise empty
-- Returns {outcome, batch status}; outcome: ok | unchanged | unknown | terminal (the batch has ended)
--
-- A canceled batch stays canceled: pause, resume and cancel return `unchanged`. It ends when advance_documents
-- has canceled its documents (status x), or here when it has no open documents.

--- @include state
--- @include counters
--- @include end_batch_if_done
--- @include events

local batch_key, active_key, events_key = KEYS[1], KEYS[2], KEYS[3]
local batch_id, action, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local v = redis.call('HMGET', batch_key, 'control', 'status', 'run', 'endedRun', 'priority', 'pausedAt')
local control, status = v[1], v[2]
if not control then return { 'unknown', '' } end
if tonumber(v[4] or 0) >= tonumber(v[3] or 1) then return { 'terminal', status } end

if action == 'priority' then
  if v[5] == ARGV[5] then return { 'unchanged', status } end
  redis.call('HSET', batch_key, 'priority', ARGV[5])
elseif control == 'canceled' then
  return { 'unchanged', status }
elseif action == 'pause' then
  if control == 'paused' then return { 'unchanged', status } end
  redis.call('HSET', batch_key, 'control', 'paused', 'status', 'paused', 'pausedAt', now, 'pausedBy', 'operator')
  status = 'paused'
elseif action == 'resume' then
  if control ~= 'paused' then return { 'unchanged', status } end
  redis.call('HINCRBY', batch_key, 'pausedMs', now - tonumber(v[6] or now))
  redis.call('HDEL', batch_key, 'pausedAt', 'pausedBy', 'stopLoss')
  redis.call('HSET', batch_key, 'control', 'running', 'status', 'running')
  status = 'running'
elseif action == 'cancel' then
  if v[6] then redis.call('HINCRBY', batch_key, 'pausedMs', now - tonumber(v[6])) end
  redis.call('HDEL', batch_key, 'pausedAt')
  redis.call('HSET', batch_key, 'control', 'canceled', 'status', 'canceling')
  status = 'canceling'
else
  return redis.error_reply('ERR control_batch: unknown action ' .. action)
end
local final = end_batch_if_done(batch_key, active_key, batch_id, now)
emit(events_key, batch_key, batch_id, now, NO_GROUPS, 1, {}, final, ARGV[4])
return { 'ok', final or status }
