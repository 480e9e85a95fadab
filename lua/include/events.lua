-- One entry per batch and call. Fields: b batch, q the batch's sequence number after this entry, n how many
-- changes are in it, a when (ms), c the changes as groups (see advance_documents.lua), packed with msgpack,
-- x positions in c, counted from 1 over all groups, that were ignored, t the final status when the batch
-- ended by it, r the run after which its canonical entities are to be had.
-- q - n of an entry is q of the entry before; anything else is a gap.
-- The stream is cut only at `max` entries as a last resort; consoles cut it behind what history has written.

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

-- The groups of an entry without changes of documents.
local NO_GROUPS = '\144'
