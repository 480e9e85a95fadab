-- Stores the outcome of many attempts: a record for each, and the result of each that succeeded.
--
-- KEYS per attempt: results (a document may appear more than once)
-- ARGV 1 seconds to keep a document without an expiry
--      then per attempt: record field, record, result field, result, ended at (ms), digest of the text
--      an empty result field stores only the record; an empty digest keeps the stored one
-- Returns the number of attempts.
-- Invariants: storing the same outcome twice changes nothing. A result is never stored without its record.
-- Whatever is stored expires: an outcome may come late, when its document has been released.

for i = 1, #KEYS do
  local at = (i - 1) * 6 + 1
  local fields = { ARGV[at + 1], ARGV[at + 2] }
  if ARGV[at + 3] ~= '' then
    fields[3], fields[4], fields[5], fields[6] = ARGV[at + 3], ARGV[at + 4], 'readyAt', ARGV[at + 5]
    if ARGV[at + 6] ~= '' then fields[7], fields[8] = 'digest', ARGV[at + 6] end
  end
  redis.call('HSET', KEYS[i], unpack(fields))
  if redis.call('TTL', KEYS[i]) < 0 then redis.call('EXPIRE', KEYS[i], ARGV[1]) end
end
return #KEYS
