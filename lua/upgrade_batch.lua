-- Rewrites one batch that version 0.1.0 stored, in the current spelling.
--
-- KEYS 1 batch   2 documents
-- Returns how many fields and document states changed; 0 for a batch that needs nothing.
--
-- Field sealed -> registered; status cancelled -> canceled and cancelling -> canceling; control word cancelled ->
-- canceled; exception code unrecognised -> unrecognized, in the counters e:<stage>:<code> and in packed states.
-- Reads the whole documents hash in one step (about 3 ms for 1,000 documents when every state changes).
-- Invariants: no counter changes its value, and no document its status; repeating a call changes nothing.

local batch_key, documents_key = KEYS[1], KEYS[2]
local OLD_CODE, NEW_CODE = 'unrecognised', 'unrecognized'
local SPELLING = { cancelled = 'canceled', cancelling = 'canceling' }
local changed = 0

local fields = redis.call('HGETALL', batch_key)
for i = 1, #fields, 2 do
  local field, value = fields[i], fields[i + 1]
  local stage = string.match(field, '^e:(%d):' .. OLD_CODE .. '$')
  if field == 'sealed' then
    redis.call('HSETNX', batch_key, 'registered', value)
    redis.call('HDEL', batch_key, field)
    changed = changed + 1
  elseif (field == 'status' or field == 'control') and SPELLING[value] then
    redis.call('HSET', batch_key, field, SPELLING[value])
    changed = changed + 1
  elseif stage then
    redis.call('HINCRBY', batch_key, 'e:' .. stage .. ':' .. NEW_CODE, value)
    redis.call('HDEL', batch_key, field)
    changed = changed + 1
  end
end

-- The code follows byte 41 of a packed state, see lua/include/state.lua.
local sub, write, n = string.sub, {}, 0
local all = redis.call('HGETALL', documents_key)
for i = 1, #all, 2 do
  local packed = all[i + 1]
  if sub(packed, 42) == OLD_CODE then
    write[n + 1], write[n + 2] = all[i], sub(packed, 1, 41) .. NEW_CODE
    n = n + 2
  end
end
-- Lua's stack holds a few thousand arguments of one call.
for i = 1, n, 1000 do redis.call('HSET', documents_key, unpack(write, i, math.min(i + 999, n))) end
return changed + n / 2
