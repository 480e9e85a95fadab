-- Stop-loss: a batch whose documents fail too often pauses itself, so that the operator can look before
-- thousands more do. `stopLoss` is the limit in percent of the documents that ended in the pipeline; what was
-- refused at intake does not count. Resuming switches it off for the batch: the operator has looked.

local STOP_LOSS_AFTER = 20

local function stop_loss(batch_key, now)
  local v = redis.call('HMGET', batch_key, 'stopLoss', 'control', 'd:c', 'd:e', 'atIntake')
  local limit = tonumber(v[1] or 0)
  if limit == 0 or v[2] ~= 'running' then return end
  local failed = tonumber(v[4] or 0) - tonumber(v[5] or 0)
  local ended = tonumber(v[3] or 0) + failed
  if ended < STOP_LOSS_AFTER or failed * 100 < limit * ended then return end
  redis.call('HSET', batch_key, 'control', 'paused', 'status', 'paused', 'pausedAt', now, 'pausedBy', 'stop_loss')
end
