-- Stop-loss: pauses a batch when too many of its documents fail, so that the operator can look before
-- thousands more fail. `stopLoss` is the limit, in percent of the documents that ended in the pipeline;
-- exceptions found at intake do not count. Resuming the batch turns stop-loss off for it.

-- Documents that must have ended before the percentage means anything.
local STOP_LOSS_AFTER = 20

local function apply_stop_loss(batch_key, now)
  local v = redis.call('HMGET', batch_key, 'stopLoss', 'control', 'd:c', 'd:e', 'atIntake')
  local limit = tonumber(v[1] or 0)
  if limit == 0 or v[2] ~= 'running' then return end
  local failed = tonumber(v[4] or 0) - tonumber(v[5] or 0)
  local ended = tonumber(v[3] or 0) + failed
  if ended < STOP_LOSS_AFTER or failed * 100 < limit * ended then return end
  redis.call('HSET', batch_key, 'control', 'paused', 'status', 'paused', 'pausedAt', now, 'pausedBy', 'stop_loss')
end
