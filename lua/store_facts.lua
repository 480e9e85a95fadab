-- Stores the facts that workers need about documents (path, digest, type and so on).
--
-- KEYS per document: results
-- ARGV 1 seconds to keep   2 stamp, new for each call   then per document: packed facts
-- Returns the number of documents.
-- Invariant: storing the same facts again only renews their expiry and their stamp.

for i = 1, #KEYS do
  redis.call('HSET', KEYS[i], 'document', ARGV[i + 2], 'stamp', ARGV[2])
  redis.call('EXPIRE', KEYS[i], ARGV[1])
end
return #KEYS
