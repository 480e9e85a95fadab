-- Keeps what documents are, for as long as their batch may be run again.
--
-- KEYS one document's results hash each
-- ARGV 1 seconds to keep   then the packed facts of each
-- Returns how many were kept.
-- Invariant: keeping the same twice changes nothing but the time they are kept for.

for i = 1, #KEYS do
  redis.call('HSET', KEYS[i], 'document', ARGV[i + 1])
  redis.call('EXPIRE', KEYS[i], ARGV[1])
end
return #KEYS
