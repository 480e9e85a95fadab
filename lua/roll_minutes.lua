-- Adds the metrics of minutes to those of their hour and removes the minutes. Every field is a sum (a histogram
-- has one field per bucket), so an hour has the same form as a minute.
--
-- KEYS 1 hour   then per minute: minute
-- ARGV 1 seconds to keep the hour, counted from now
-- Returns the number of minutes added. Minutes that do not exist are skipped.
-- Invariant: for each field, the sum over the hour and its minutes does not change. A minute is removed in the
-- same step, so it counts once, no matter how often and by how many consoles this is called. A minute that is
-- written again later is added again.

local hour_key = KEYS[1]
local sums, folded = {}, {}
for i = 2, #KEYS do
  local flat = redis.call('HGETALL', KEYS[i])
  for f = 1, #flat, 2 do sums[flat[f]] = (sums[flat[f]] or 0) + tonumber(flat[f + 1]) end
  if #flat > 0 then folded[#folded + 1] = KEYS[i] end
end
if #folded == 0 then return 0 end
for field, by in pairs(sums) do redis.call('HINCRBY', hour_key, field, string.format('%.0f', by)) end
redis.call('EXPIRE', hour_key, ARGV[1])
redis.call('UNLINK', unpack(folded))
return #folded
