-- Ends the batch when no document has work left. Returns the final status exactly once per run of the batch,
-- otherwise false. `endedRun` is the last run whose end was returned.

local function end_batch_if_done(batch_key, active_key, batch_id, now)
  local v = redis.call('HMGET', batch_key, 'registered', 'd:p', 'd:r', 'run', 'endedRun', 'control', 'd:e', 'warn')
  if v[1] ~= '1' or tonumber(v[2] or 0) > 0 or tonumber(v[3] or 0) > 0 then return false end
  local run = tonumber(v[4] or 1)
  if tonumber(v[5] or 0) >= run then return false end
  local status = 'completed'
  if v[6] == 'canceled' then status = 'canceled'
  elseif tonumber(v[7] or 0) > 0 then status = 'completed_with_exceptions'
  elseif tonumber(v[8] or 0) > 0 then status = 'completed_with_warnings' end
  redis.call('HSET', batch_key, 'status', status, 'endedAt', now, 'endedRun', run)
  redis.call('ZREM', active_key, batch_id)
  return status
end
