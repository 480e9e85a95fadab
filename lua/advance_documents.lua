-- Moves many documents on in one step. The caller says what happened, never what was before: the stored
-- state decides what is new, and the counters move by the true difference.
--
-- KEYS 1 event stream   2 active batches   3 this minute's metrics   then per batch: batch hash, documents hash
-- ARGV 1 now, ms   2 stream limit   3 seconds to keep a minute   then per batch: batch id, groups
--      groups = msgpack [group, ...], taken in order; it goes into the event as it came
--      group  = [stage 1-6, status, run, attempt, [document id, ...], columns]; a document stands in a group once
--        status:  r running, y failed and will be tried again, c completed, f failed for good,
--                 x the document is cancelled (stage and attempt are not looked at)
--        columns: field = one value per document, in order; only those that are not all zero:
--                 ms, bucket (of the time histogram), pages, pagesOcr, characters, entities, bytes,
--                 warn 0|1, cached 0|1, savedMs, code (exception), detail (of interest to readers only)
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

local sub, byte, format = string.sub, string.byte, string.format
local events_key, active_key, minute_key = KEYS[1], KEYS[2], KEYS[3]
local now = tonumber(ARGV[1])
-- By letter: a stage's statuses that are not final, and how far each is within one attempt.
local RANK = { w = 0, r = 1, y = 2, c = 3, f = 3 }
local SUMS = { 'ms', 'pages', 'pagesOcr', 'characters', 'entities' }
local minute = {}

-- The columns of the documents of a group that were moved (`moved` holds their places) into batch and minute.
local function count_columns(delta, stage, to, col, moved)
  for s = 1, #SUMS do
    local values = col[SUMS[s]]
    if values then
      local sum = 0
      for k = 1, #moved do sum = sum + values[moved[k]] end
      add(delta, s == 1 and ('s' .. stage .. ':ms') or SUMS[s], sum)
      if s == 2 then add(minute, 'pages', sum) end
    end
  end
  if to ~= 'c' then return end
  local hits, buckets = 0, {}
  for k = 1, #moved do
    local i = moved[k]
    if col.cached and col.cached[i] == 1 then
      hits = hits + 1
      if col.savedMs then add(delta, 'savedMs', col.savedMs[i]) end
    elseif col.bucket then
      local bucket = col.bucket[i]
      buckets[bucket] = (buckets[bucket] or 0) + 1
    end
  end
  add(delta, 's' .. stage .. ':h', hits)
  add(delta, 'hits', hits)
  add(delta, 'misses', #moved - hits)
  for bucket, n in pairs(buckets) do add(minute, 'h' .. stage .. ':' .. bucket, n) end
end

-- Documents that reached their end.
local function count_end(delta, letter, col, moved)
  add(minute, letter, #moved)
  if col and col.bytes then
    for k = 1, #moved do
      add(delta, 'bytesDone', col.bytes[moved[k]])
      add(minute, 'bytes', col.bytes[moved[k]])
    end
  end
end

-- The packed state of a document after its stage failed for good, or after it was cancelled.
local function ended_state(p, stage, to, attempt, delta, col, i)
  local d = read_state(p)
  if to == 'x' then
    skip_open_stages(delta, d)
    move_document(delta, d, 'x')
    return write_state(d)
  end
  d.at[stage] = tonumber(attempt)
  d.code = col and col.code and col.code[i] or 'infrastructure'
  move_stage(delta, d, stage, 'f')
  skip_open_stages(delta, d)
  move_document(delta, d, 'e')
  add(delta, 'e:' .. stage .. ':' .. d.code, 1)
  return write_state(d)
end

-- Moves one group on. Works on the packed strings: most updates change one stage, and taking all six apart
-- would cost more than everything else here. Returns how many were moved; the places of the others are
-- appended to `skipped`, counted from `position`.
local function move_group(docs_key, group, delta, skipped, position)
  local stage, to, ids, col = group[1], group[2], group[5], group[6]
  local run, attempt = format('%03d', group[3]), format('%05d', group[4])
  local at = 5 + (stage - 1) * 6
  local states = redis.call('HMGET', docs_key, unpack(ids))
  local rank_to, final_stage = RANK[to], to == 'c' and stage == STAGES
  local after = final_stage and 'c' or 'r'
  local changed = to .. attempt
  local stages, documents = { w = 0, r = 0, y = 0 }, { p = 0, r = 0 }
  local write, n, moved, m = {}, 0, {}, 0
  for i = 1, #ids do
    local p, new = states[i], false
    local status = p and sub(p, 1, 1)
    if documents[status] and sub(p, 2, 4) == run then
      if to == 'x' then
        new = ended_state(p, stage, to, attempt, delta, col, i)
      else
        local from = sub(p, at, at)
        if stages[from] and (stage == 1 or byte(p, at - 6) == 99) then
          local had = sub(p, at + 1, at + 5)
          if attempt > had or (attempt == had and rank_to > RANK[from]) then
            if col and col.warn and col.warn[i] == 1 and byte(p, 41) == 48 then
              add(delta, 'warn', 1)
              p = sub(p, 1, 40) .. '1' .. sub(p, 42)
            end
            if to == 'f' then
              new = ended_state(p, stage, to, attempt, delta, col, i)
            else
              new = after .. sub(p, 2, at - 1) .. changed .. sub(p, at + 6)
              documents[status] = documents[status] + 1
              stages[from] = stages[from] + 1
            end
          end
        end
      end
    end
    if new then
      write[n + 1], write[n + 2] = ids[i], new
      n, m = n + 2, m + 1
      moved[m] = i
    else
      skipped[#skipped + 1] = position + i
    end
  end
  if m == 0 then return 0 end
  redis.call('HSET', docs_key, unpack(write))
  for from, count in pairs(stages) do
    add(delta, 's' .. stage .. ':' .. from, -count)
    add(delta, 's' .. stage .. ':' .. to, count)
  end
  for status, count in pairs(documents) do
    add(delta, 'd:' .. status, -count)
    add(delta, 'd:' .. after, count)
  end
  if col and to ~= 'x' then count_columns(delta, stage, to, col, moved) end
  if to == 'f' then count_end(delta, 'e', col, moved) elseif final_stage then count_end(delta, 'c', col, moved) end
  return m
end

local result, applied, ignored = { 0, 0 }, 0, 0

for b = 1, (#ARGV - 3) / 2 do
  local batch_id, packed_groups = ARGV[2 + b * 2], ARGV[3 + b * 2]
  local batch_key, docs_key = KEYS[2 + b * 2], KEYS[3 + b * 2]
  local delta, skipped, position, changes = {}, {}, 0, 0
  for _, group in ipairs(cmsgpack.unpack(packed_groups)) do
    changes = changes + move_group(docs_key, group, delta, skipped, position)
    position = position + #group[5]
  end
  applied, ignored = applied + changes, ignored + #skipped
  if changes > 0 then
    write_deltas(batch_key, delta)
    redis.call('HSETNX', batch_key, 'startedAt', now)
    local final = settle(batch_key, active_key, batch_id, now)
    emit(events_key, batch_key, batch_id, now, packed_groups, changes, skipped, final, ARGV[2])
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
