#!lua name=vigil_ledger

-- What must happen to a ledger at once or not at all. A ledger is a stream in
-- which the entry with revision n has the id `n-0`, its own unique id in the
-- field `i` and its bytes in the field `e`. Each function checks everything
-- before it writes anything, since nothing is rolled back.

local function stream_id(revision)
  return string.format('%.0f-0', revision)
end

local function revision_of(id)
  local revision = string.match(id, '^(%d+)%-0$')
  if not revision then error('the ledger has an entry that is no revision') end
  return tonumber(revision)
end

-- The unique id in an entry of XRANGE's answer.
local function id_in(entry)
  local fields = entry[2]
  for i = 1, #fields, 2 do
    if fields[i] == 'i' then return fields[i + 1] end
  end
  return ''
end

-- The unique id of the entry at a revision; '' if it is trimmed or not there.
local function id_at(key, revision)
  local id = stream_id(revision)
  local entry = redis.call('XRANGE', key, id, id)[1]
  return entry and id_in(entry) or ''
end

-- The last revision, 0 if there never was one, and its unique id.
local function last_of(key)
  local entry = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
  if entry then return revision_of(entry[1]), id_in(entry) end
  if redis.call('EXISTS', key) == 0 then return 0, '' end
  local facts = redis.call('XINFO', 'STREAM', key)  -- All trimmed.
  for i = 1, #facts, 2 do
    if facts[i] == 'last-generated-id' and facts[i + 1] ~= '0-0' then
      return revision_of(facts[i + 1]), ''
    end
  end
  return 0, ''
end

-- Whether the ledger has (or had, as far as can be told) this entry.
local function holds(key, revision, id)
  local found = id_at(key, revision)
  return revision <= last_of(key) and (found == '' or found == id)
end

-- ledger_append 1 LEDGER expected previous_id id1 entry1 [id2 entry2 ...]
-- Appends the entries as expected + 1 ... if the last revision is `expected`
-- and the entry there has the id `previous_id`. Entries that are there already
-- are not appended twice, so that a caller who missed the answer may ask again.
-- Answers {'OK', last revision}, {'CONFLICT', top} if the ledger goes further,
-- {'DIVERGED', top} if it does not go as far or went another way.
local function append(keys, argv)
  local key = keys[1]
  local expected = tonumber(argv[1])
  local count = (#argv - 2) / 2
  local top, top_id = last_of(key)
  if top > expected then
    if id_at(key, expected + 1) ~= argv[3] then return {'CONFLICT', top} end
    -- Changes nothing, but is a write: a WAIT on this connection then waits
    -- until the replicas have what the lost connection wrote.
    redis.call('XSETID', key, stream_id(top))
    return {'OK', expected + count}
  end
  if top < expected or (top_id ~= '' and top_id ~= argv[2]) then
    return {'DIVERGED', top}
  end
  for i = 1, count do
    redis.call('XADD', key, stream_id(expected + i),
               'i', argv[1 + 2 * i], 'e', argv[2 + 2 * i])
  end
  return {'OK', expected + count}
end

-- ledger_extent 1 LEDGER
-- Answers {first revision that is there, last revision, id of the last}.
local function extent(keys)
  local last, last_id = last_of(keys[1])
  if last == 0 then return {0, 0, ''} end
  local entry = redis.call('XRANGE', keys[1], '-', '+', 'COUNT', 1)[1]
  return {entry and revision_of(entry[1]) or last + 1, last, last_id}
end

-- ledger_install 3 LEDGER SNAPSHOT STAGED revision id
-- Makes STAGED the snapshot. Answers 'OK'; 'OLDER' if there is a newer one, or
-- 'FOREIGN' if it is none of this ledger: then STAGED is removed.
local function install(keys, argv)
  local ledger, snapshot, staged = keys[1], keys[2], keys[3]
  local revision = tonumber(argv[1])
  if redis.call('EXISTS', staged) == 0 then error('the snapshot is gone') end
  if not holds(ledger, revision, argv[2]) then
    redis.call('UNLINK', staged)
    return 'FOREIGN'
  end
  local stored = redis.call('HMGET', snapshot, 'revision', 'id')
  if stored[1] and tonumber(stored[1]) >= revision
      and holds(ledger, tonumber(stored[1]), stored[2]) then
    redis.call('UNLINK', staged)
    return 'OLDER'
  end
  redis.call('PERSIST', staged)
  redis.call('UNLINK', snapshot)
  redis.call('RENAME', staged, snapshot)
  return 'OK'
end

-- ledger_trim 2 LEDGER SNAPSHOT first
-- Removes the entries before `first`. Answers their number, or -1 if the
-- snapshot does not cover them.
local function trim(keys, argv)
  local first = tonumber(argv[1])
  local covered = tonumber(redis.call('HGET', keys[2], 'revision') or '0')
  if covered < first - 1 then return -1 end
  return redis.call('XTRIM', keys[1], 'MINID', stream_id(first))
end

redis.register_function('ledger_append', append)
redis.register_function{
  function_name = 'ledger_extent', callback = extent, flags = {'no-writes'}}
redis.register_function('ledger_install', install)
redis.register_function('ledger_trim', trim)
