-- Moves many documents on in one step. The caller says what happened, never what was before: the stored
-- state decides what is new, and the counters move by the true difference.
--
-- KEYS 1 event stream   2 active batches   3 this minute's metrics   then per batch: batch hash, documents hash
-- ARGV 1 now, ms   2 stream limit   3 seconds to keep a minute
--      4 msgpack [[batch id, [update, ...]], ...] in the order of KEYS
--        update = [document id, run, stage 1-6, status, attempt, facts or nil]
--        status: r running, y failed and will be tried again, c completed, f failed for good,
--                x the document is cancelled (stage and attempt are not looked at)
--        facts  = [ms, waited ms, pages, pages by OCR, characters, entities, bytes, warning 0|1,
--                  cached 0|1, ms saved, exception code, detail]
-- Returns {applied, ignored, then for each batch that ended by this call: batch id, run, final status}
--
-- Ignored, changing nothing: unknown batch or document, another run than the stored one, a document or
-- stage that has ended, an attempt older than the stored one, a status not later than the stored one in
-- the same attempt, a stage whose predecessor is not completed.
-- Invariants: the sum of d:* and, per stage, of s<i>:* never changes here; a batch's end is returned once.

--- @include state
--- @include counters
--- @include settle
--- @include events

local events_key, active_key, minute_key = KEYS[1], KEYS[2], KEYS[3]
local now = tonumber(ARGV[1])
local RANK = { w = 0, r = 1, y = 2, c = 3, f = 3 }
-- Buckets grow by a fifth, so a percentile read from them is right to a tenth.
local LOG_BASE = math.log(1.2)

local minute = {}

local function count_facts(delta, stage, to, f)
  add(delta, 's' .. stage .. ':ms', f[1])
  if to == 'c' then
    if f[9] == 1 then
      add(delta, 's' .. stage .. ':h', 1)
      add(delta, 'hits', 1)
      add(delta, 'savedMs', f[10])
    else
      add(delta, 'misses', 1)
      add(minute, 'n' .. stage, 1)
      add(minute, 'h' .. stage .. ':' .. math.floor(math.log(f[1] + 1) / LOG_BASE), 1)
    end
  end
  add(delta, 'pages', f[3])
  add(delta, 'pagesOcr', f[4])
  add(delta, 'characters', f[5])
  add(delta, 'entities', f[6])
  add(minute, 'pages', f[3])
end

local function ended(delta, f)
  if f then
    add(delta, 'bytesDone', f[7])
    add(minute, 'bytes', f[7])
  end
end

-- Applies one update to one document; false when it is stale, repeated or out of order.
local function apply(d, u, delta)
  local run, stage, to, attempt, f = u[2], u[3], u[4], u[5], u[6]
  if run ~= d.run or is_final(d.status) then return false end
  if to == 'x' then
    skip_open_stages(delta, d)
    move_document(delta, d, 'x')
    return true
  end
  local from, had = d.st[stage], d.at[stage]
  if from == 'c' or from == 'f' or from == 's' then return false end
  if attempt < had or (attempt == had and RANK[to] <= RANK[from]) then return false end
  if stage > 1 and d.st[stage - 1] ~= 'c' then return false end

  move_stage(delta, d, stage, to)
  d.at[stage] = attempt
  move_document(delta, d, 'r')
  if f then
    count_facts(delta, stage, to, f)
    if f[8] == 1 and not d.warn then
      d.warn = true
      add(delta, 'warn', 1)
    end
  end
  if to == 'f' then
    d.code = f and f[11] or 'infrastructure'
    skip_open_stages(delta, d)
    move_document(delta, d, 'e')
    add(delta, 'e:' .. stage .. ':' .. d.code, 1)
    add(minute, 'e', 1)
    ended(delta, f)
  elseif to == 'c' and stage == STAGES then
    move_document(delta, d, 'c')
    add(minute, 'c', 1)
    ended(delta, f)
  end
  return true
end

local result, applied, ignored = { 0, 0 }, 0, 0

for b, group in ipairs(cmsgpack.unpack(ARGV[4])) do
  local batch_id, updates = group[1], group[2]
  local batch_key, docs_key = KEYS[2 + b * 2], KEYS[3 + b * 2]
  local ids, at = {}, {}
  for _, u in ipairs(updates) do
    if not at[u[1]] then
      ids[#ids + 1] = u[1]
      at[u[1]] = #ids
    end
  end
  local packed = #ids > 0 and redis.call('HMGET', docs_key, unpack(ids)) or {}
  local docs, touched, delta, changes = {}, {}, {}, {}
  for _, u in ipairs(updates) do
    local i = at[u[1]]
    local d = docs[i]
    if d == nil and packed[i] then
      d = read_state(packed[i])
      docs[i] = d
    end
    if d and apply(d, u, delta) then
      applied = applied + 1
      touched[i] = true
      local f = u[6]
      changes[#changes + 1] = { u[1], u[2], u[3], u[4], u[5], now, d.status, f and f[11] or '', f and f[12] or '' }
    else
      ignored = ignored + 1
    end
  end
  if #changes > 0 then
    local write = {}
    for i in pairs(touched) do
      write[#write + 1] = ids[i]
      write[#write + 1] = write_state(docs[i])
    end
    redis.call('HSET', docs_key, unpack(write))
    write_deltas(batch_key, delta)
    redis.call('HSETNX', batch_key, 'startedAt', now)
    local final = settle(batch_key, active_key, batch_id, now)
    emit(events_key, batch_key, batch_id, changes, final, ARGV[2])
    if final then
      result[#result + 1] = batch_id
      result[#result + 1] = redis.call('HGET', batch_key, 'run')
      result[#result + 1] = final
    end
  end
end

if next(minute) then
  write_deltas(minute_key, minute)
  redis.call('EXPIRE', minute_key, ARGV[3])
end
result[1], result[2] = applied, ignored
return result
