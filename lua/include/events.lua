-- Adds one entry to the event stream for a batch. A call adds at most one entry per batch. Fields:
--   b  batch id
--   q  sequence number of the batch after this entry
--   n  number of changes in this entry
--   a  time, Unix ms
--   c  the changes as groups (see advance_documents.lua), packed with msgpack
--   x  positions in c that were ignored, counted from 1 across all groups
--   t  final status, when this entry ended the batch
--   r  run whose canonical entities are now available
-- A reader has missed nothing when q - n equals q of the batch's previous entry.
-- Consoles trim the stream after history has stored its entries; the limit `max` is the last resort.

local function emit(events_key, batch_key, batch_id, now, groups, n, ignored, final, max, resolved)
  local q = redis.call('HINCRBY', batch_key, 'seq', n)
  local args = { 'XADD', events_key, 'MAXLEN', '~', max, '*', 'b', batch_id, 'q', q, 'n', n, 'a', now, 'c', groups }
  if #ignored > 0 then
    args[#args + 1] = 'x'
    args[#args + 1] = cmsgpack.pack(ignored)
  end
  if final then
    args[#args + 1] = 't'
    args[#args + 1] = final
  end
  if resolved then
    args[#args + 1] = 'r'
    args[#args + 1] = resolved
  end
  redis.call(unpack(args))
end

-- An empty msgpack array, for entries that change no document.
local NO_GROUPS = '\144'
