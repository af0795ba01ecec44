-- The language server in Neovim (0.7 and later), started over standard input and output as any client would.
-- scripts/run-neovim-test.mjs runs this and says in the environment where everything is.

local function env(name)
  local value = assert(os.getenv(name), name .. ' is not set')
  return value
end

local passed, failed = 0, 0

local function say(text)
  io.stdout:write(text .. '\n')
end

local function step(name, check)
  -- A later step rests on the earlier ones.
  if failed > 0 then
    return
  end
  local ok, message = pcall(check)
  if ok then
    passed = passed + 1
    say('  ok: ' .. name)
  else
    failed = failed + 1
    say('  failed: ' .. name .. ': ' .. tostring(message))
  end
end

local function wait(what, condition)
  assert(vim.wait(20000, condition, 20), 'waited in vain for ' .. what)
end

local buffer, client

local function diagnostics()
  return vim.diagnostic.get(buffer)
end

--- The zero-based line and column of `text` in the buffer.
local function find(text)
  for line, content in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = content:find(text, 1, true)
    if column then
      return line - 1, column - 1
    end
  end
  error('the file does not contain ' .. text)
end

local function request(method, line, column, more)
  local params = vim.tbl_extend('error', {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    position = { line = line, character = column },
  }, more or {})
  local answers, failure = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  assert(answers, failure)
  local answer = answers[client]
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

step('the server starts', function()
  vim.cmd('edit ' .. vim.fn.fnameescape(env('SYSMON_FILE')))
  buffer = vim.api.nvim_get_current_buf()
  client = vim.lsp.start_client({
    name = 'sysmon-config',
    cmd = { env('SYSMON_NODE'), env('SYSMON_SERVER'), '--stdio' },
    root_dir = vim.fn.fnamemodify(env('SYSMON_FILE'), ':h'),
  })
  assert(client, 'the client did not start')
  vim.lsp.buf_attach_client(buffer, client)
  wait('the handshake', function()
    local started = vim.lsp.get_client_by_id(client)
    return started and started.initialized
  end)
end)

step('the mistake is reported where it is', function()
  wait('diagnostics', function()
    return #diagnostics() > 0
  end)
  local line = find('ends with')
  local problem = diagnostics()[1]
  assert(problem.lnum == line, 'it is on line ' .. problem.lnum)
  assert(problem.message:find('end with', 1, true), problem.message)
end)

step('hover tells the kernel source', function()
  local line, column = find('<ProcessCreate')
  local hover = request('textDocument/hover', line, column + 3)
  local text = vim.inspect(hover.contents)
  assert(text:find('PsSetCreateProcessNotifyRoutine', 1, true), text)
end)

step('completion offers conditions', function()
  local line, column = find('ends with')
  local result = request('textDocument/completion', line, column)
  local labels = {}
  for _, item in ipairs(result.items or result) do
    labels[item.label] = true
  end
  assert(labels['begin with'] and labels['end with'], vim.inspect(vim.tbl_keys(labels)))
end)

step('the repaired mistake is not reported any more', function()
  local line, column = find('ends with')
  vim.api.nvim_buf_set_text(buffer, line, column, line, column + #'ends with', { 'end with' })
  wait('the diagnostic to go', function()
    return #diagnostics() == 0
  end)
end)

step('formatting indents a line as it should be', function()
  local before = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  local line, column = find('<OriginalFileName')
  vim.api.nvim_buf_set_text(buffer, line, 0, line, column, { '  ' })
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    options = { tabSize = 2, insertSpaces = true },
  }
  local answers, failure = vim.lsp.buf_request_sync(buffer, 'textDocument/formatting', params, 20000)
  assert(answers, failure)
  vim.lsp.util.apply_text_edits(answers[client].result, buffer, 'utf-16')
  local after = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  assert(vim.deep_equal(before, after), table.concat(after, '\n'))
end)

step('a name is renamed in all its places', function()
  local line = find('</EventFiltering>')
  vim.api.nvim_buf_set_lines(buffer, line, line, false, {
    '<RuleGroup name="old name" groupRelation="or"><DnsQuery onmatch="include">',
    '<QueryName name="old name" condition="is">a</QueryName></DnsQuery></RuleGroup>',
  })
  local at, column = find('old name')
  local edit = request('textDocument/rename', at, column + 2, { newName = 'new' })
  -- The command of the editor applies it in the same way.
  vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  assert(not text:find('old name', 1, true), text)
  assert(select(2, text:gsub('name="new"', '')) == 2, text)
end)

step('the server shuts down', function()
  vim.lsp.stop_client(client)
  wait('the end of the server', function()
    return vim.lsp.get_client_by_id(client) == nil
  end)
end)

local results = assert(io.open(env('SYSMON_TEST_RESULTS'), 'w'))
results:write(('{"passed":%d,"failed":%d,"skipped":0}'):format(passed, failed))
results:close()
if failed > 0 then
  vim.cmd('cquit 1')
end
vim.cmd('qa!')
