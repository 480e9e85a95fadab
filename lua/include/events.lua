-- One entry per batch and call. Fields: b batch, q the batch's sequence number after this entry, n how many
-- changes are in it, c the changes packed with cmsgpack, t the final status when the batch ended by it.
-- q - n of an entry is q of the entry before; anything else is a gap.
-- The stream is cut only at `max` entries as a last resort; consoles cut it behind what history has written.

local function emit(events_key, batch_key, batch_id, changes, final, max)
  local q = redis.call('HINCRBY', batch_key, 'seq', #changes)
  local args = { 'XADD', events_key, 'MAXLEN', '~', max, '*', 'b', batch_id, 'q', q, 'n', #changes, 'c', cmsgpack.pack(changes) }
  if final then
    args[#args + 1] = 't'
    args[#args + 1] = final
  end
  redis.call(unpack(args))
end
