-- Folds the metrics of minutes into those of their hour. Everything in them is a sum (histograms too: one
-- field a bucket), so an hour reads like a minute.
--
-- KEYS 1 hour's metrics   then minutes' metrics of that hour, whether or not they exist
-- ARGV 1 seconds to keep the hour from now
-- Returns the number of minutes folded.
-- Invariant: per field, hour + minutes is the same before and after. What is folded is removed in the same step,
-- so a minute counts once however often and by however many consoles this is called, and one that is written
-- to once more is folded once more.

local sums, folded = {}, {}
for i = 2, #KEYS do
  local flat = redis.call('HGETALL', KEYS[i])
  for f = 1, #flat, 2 do sums[flat[f]] = (sums[flat[f]] or 0) + tonumber(flat[f + 1]) end
  if #flat > 0 then folded[#folded + 1] = KEYS[i] end
end
if #folded == 0 then return 0 end
for field, by in pairs(sums) do redis.call('HINCRBY', KEYS[1], field, string.format('%.0f', by)) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('UNLINK', unpack(folded))
return #folded
