-- Takes tokens from a bucket that refills over time, or returns how long to wait for them.
--
-- KEYS 1 bucket
-- ARGV 1 capacity, whole tokens   2 tokens per second   3 tokens requested, from 1 to the capacity
-- Returns {1 granted | 0 refused, ms until the tokens would be available if nobody else takes any, tokens left}
--
-- The bucket is {tokens (millionths), at (us)}. A missing bucket counts as full, so a bucket expires when it
-- would be full. All clients share the server's clock. When that clock is set back, the bucket gains nothing for
-- the time in between and continues from the new time.
-- Invariants: over any span of the server's time, all callers together get at most capacity + rate x span. A
-- refusal takes nothing. A caller that waits the returned time is granted its tokens if nobody else takes any.

local MILLION = 1000000
local bucket_key = KEYS[1]
local capacity, rate, requested = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not capacity or not rate or not requested or rate <= 0 or requested < 1 or requested > capacity then
  return redis.error_reply('ERR a bucket of ' .. ARGV[1] .. ' at ' .. ARGV[2] .. '/s cannot give ' .. ARGV[3])
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * MILLION + tonumber(time[2])
local full = capacity * MILLION
local stored = redis.call('HMGET', bucket_key, 'tokens', 'at')
local tokens = full
if stored[1] then
  local since = math.max(0, now - tonumber(stored[2]))
  tokens = math.min(full, math.floor(tonumber(stored[1]) + since * rate))
end

local missing = requested * MILLION - tokens
if missing <= 0 then tokens = tokens - requested * MILLION end
redis.call('HSET', bucket_key, 'tokens', string.format('%.0f', tokens), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', bucket_key, math.ceil((full - tokens) / rate / 1000) + 1)
if missing <= 0 then return { 1, 0, math.floor(tokens / MILLION) } end
return { 0, math.ceil(missing / rate / 1000), math.floor(tokens / MILLION) }
