-- Keeps what many attempts left behind: the record of each and, of those that succeeded, the result.
--
-- KEYS one document's results hash per attempt (the same may stand there more than once)
-- ARGV per key: record field, record, result field, result, ended at (ms), digest of the text
--      an empty result field keeps the record alone; an empty digest leaves the stored one
-- Returns how many were kept.
-- Invariant: keeping the same twice changes nothing; a result never stands without its record.

for i = 1, #KEYS do
  local at = (i - 1) * 6
  local fields = { ARGV[at + 1], ARGV[at + 2] }
  if ARGV[at + 3] ~= '' then
    fields[3], fields[4], fields[5], fields[6] = ARGV[at + 3], ARGV[at + 4], 'readyAt', ARGV[at + 5]
    if ARGV[at + 6] ~= '' then fields[7], fields[8] = 'digest', ARGV[at + 6] end
  end
  redis.call('HSET', KEYS[i], unpack(fields))
end
return #KEYS
