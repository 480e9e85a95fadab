-- Applies a group of document updates. advance_documents and gate_stages share this code;
-- advance_documents.lua describes groups.

local sub, byte, format = string.sub, string.byte, string.format
-- How far each stage status is within one attempt. Both final statuses rank 3.
local RANK = { w = 0, r = 1, y = 2, c = 3, f = 3 }
local SUMS = { 'ms', 'pages', 'pagesOcr', 'characters', 'entities' }

-- Adds the columns of the documents that moved to the counters of the batch and the minute.
-- `moved` holds their positions in the group.
local function count_columns(delta, minute, stage, to, col, moved)
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

-- Counts documents that completed or failed for good.
local function count_end(delta, minute, letter, col, moved)
  add(minute, letter, #moved)
  if col and col.bytes then
    for k = 1, #moved do
      add(delta, 'bytesDone', col.bytes[moved[k]])
      add(minute, 'bytes', col.bytes[moved[k]])
    end
  end
end

-- Returns the packed state of a document after its stage failed for good or the document was canceled.
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

-- Applies one group and returns how many documents moved. Appends the positions of the others to `skipped`,
-- counted from `position`. Edits the packed strings in place: most updates change one stage, and unpacking all
-- six would cost more than everything else here.
local function apply_updates(documents_key, group, delta, minute, skipped, position)
  local stage, to, ids, col = group[1], group[2], group[5], group[6]
  local run, attempt = format('%03d', group[3]), format('%05d', group[4])
  local at = 5 + (stage - 1) * 6
  local states = redis.call('HMGET', documents_key, unpack(ids))
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
  redis.call('HSET', documents_key, unpack(write))
  for from, count in pairs(stages) do
    add(delta, 's' .. stage .. ':' .. from, -count)
    add(delta, 's' .. stage .. ':' .. to, count)
  end
  for status, count in pairs(documents) do
    add(delta, 'd:' .. status, -count)
    add(delta, 'd:' .. after, count)
  end
  if col and to ~= 'x' then count_columns(delta, minute, stage, to, col, moved) end
  if to == 'f' then count_end(delta, minute, 'e', col, moved)
  elseif final_stage then count_end(delta, minute, 'c', col, moved) end
  return m
end

