-- Takes tokens from a bucket that fills by itself, or says how long to wait for them.
--
-- KEYS 1 bucket
-- ARGV 1 capacity, whole tokens   2 tokens per second   3 tokens wanted, at least 1 and at most the capacity
-- Returns {1 granted | 0 refused, ms until so many would be there if nobody else took any, whole tokens left}
--
-- The bucket is {tokens (millionths), at (us)}; none is a full one, so it may expire once it would be full.
-- The server's clock counts, so that clients with different clocks share one. When that clock is set back,
-- nothing is added for the time between, and counting goes on from the new time.
-- Invariants: over any span of the server's time, no more is granted than capacity + rate x span, whoever asks
-- and however often; a refusal takes nothing; who waits as long as told and asks alone is granted.

local MILLION = 1000000
local capacity, rate, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not capacity or not rate or not wanted or rate <= 0 or wanted < 1 or wanted > capacity then
  return redis.error_reply('ERR a bucket of ' .. ARGV[1] .. ' at ' .. ARGV[2] .. '/s cannot give ' .. ARGV[3])
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * MILLION + tonumber(time[2])
local full = capacity * MILLION
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = full
if known[1] then
  local since = math.max(0, now - tonumber(known[2]))
  tokens = math.min(full, math.floor(tonumber(known[1]) + since * rate))
end

local missing = wanted * MILLION - tokens
if missing <= 0 then tokens = tokens - wanted * MILLION end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.0f', tokens), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((full - tokens) / rate / 1000) + 1)
if missing <= 0 then return { 1, 0, math.floor(tokens / MILLION) } end
return { 0, math.ceil(missing / rate / 1000), math.floor(tokens / MILLION) }
