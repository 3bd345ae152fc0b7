-- Accounts of one virtual host over HTTP, for Patchbay. Prosody 0.12 and 13; README.md says what each call does.
local json = require "util.json";
local usermanager = require "core.usermanager";
local hashes = require "util.hashes";
local nodeprep = require "util.encodings".stringprep.nodeprep;
local http = require "util.http";
local array = require "util.array";
local new_id = require "util.id".long;

local host = module.host;
local max_password, max_mark, max_page = 1024, 200, 500;

module:depends("http");

-- What this module keeps of an account; goes with it when it is deleted, as all stores do.
--   mark    left by whoever created the account
--   locked  credentials of a disabled account, where Prosody itself cannot disable one
local notes = module:open_store("patchbay_accounts");
local credentials = module:open_store("accounts");

local token_digest;

-- Digests are compared, so that neither the length nor the beginning of the token shows in the time it takes.
local function read_token()
	local path = assert(module:get_option_string("patchbay_accounts_token_file"), "set patchbay_accounts_token_file");
	local file = assert(io.open(path, "r"));
	local token = (file:read("*a") or ""):match("^%s*(.-)%s*$");
	file:close();
	assert(#token >= 32, "the token in patchbay_accounts_token_file is shorter than 32 characters");
	token_digest = hashes.sha256(token);
end

local function answer(event, code, body)
	local headers = event.response.headers;
	event.response.status_code = code;
	headers.cache_control = "no-store";
	if body == nil then return ""; end
	headers.content_type = "application/json";
	return json.encode(body);
end

local function refuse(event, code, reason)
	return answer(event, code, { error = reason });
end

local function is_loopback(ip)
	return ip == "::1" or (ip or ""):match("^127%.") ~= nil or (ip or ""):match("^::ffff:127%.") ~= nil;
end

local function is_allowed(event)
	local given = (event.request.headers.authorization or ""):match("^[Bb]earer +(%S+)$");
	return given ~= nil and hashes.equals(hashes.sha256(given), token_digest);
end

local function guarded(handle)
	return function (event, path)
		local request = event.request;
		-- Passwords and the token are in these requests.
		if not request.secure and not is_loopback(request.ip) then
			return refuse(event, 403, "tls-required");
		end
		if not is_allowed(event) then
			module:log("warn", "Refused a call from %s: wrong or missing token", request.ip or "an unknown address");
			event.response.headers.www_authenticate = "Bearer";
			return refuse(event, 401, "unauthorized");
		end
		local meant = request.headers.x_patchbay_domain;
		if meant and meant ~= host then return refuse(event, 421, "other-host"); end
		return handle(event, path);
	end
end

-- Runs `handle(event, username, action)` for a path such as `ann`, or `ann/verify` where an action is named.
local function with_name(handle)
	return guarded(function (event, path)
		local raw, action = path, nil;
		if event.request.method == "POST" then raw, action = (path or ""):match("^([^/]+)/(.*)$"); end
		-- The server has decoded the path.
		local username = raw and nodeprep(raw);
		-- RFC 7622, section 3.3.1; not every build of stringprep refuses all of these.
		if not username or username == "" or #username > 1023 or username:find("[\"&'/:<>@%s]") then
			return refuse(event, 400, "bad-username");
		end
		return handle(event, username, action);
	end);
end

local function existing(handle)
	return with_name(function (event, username, action)
		if not usermanager.user_exists(username, host) then return refuse(event, 404, "not-found"); end
		return handle(event, username, action);
	end);
end

local function body_of(event)
	local ok, body = pcall(json.decode, event.request.body or "");
	return ok and type(body) == "table" and body or {};
end

local function text_of(value, longest)
	if type(value) == "string" and #value > 0 and #value <= longest then return value; end
end

local function note_of(username)
	return notes:get(username) or {};
end

local function keep_note(username, note)
	return notes:set(username, next(note) ~= nil and note or nil);
end

-- Prosody 13 can disable an account by itself; before that, its credentials are put aside, so that no password
-- opens it, whether this module is loaded or not.
local can_disable = usermanager.disable_user ~= nil;

local function is_enabled(username)
	if can_disable then return usermanager.user_is_enabled(username, host) ~= false; end
	return note_of(username).locked == nil;
end

local function end_sessions(username, reason)
	local user = prosody.hosts[host].sessions[username];
	local open = {};
	for _, session in pairs(user and user.sessions or {}) do open[#open + 1] = session; end
	for _, session in ipairs(open) do
		session:close({ condition = "not-authorized", text = reason });
	end
	return #open;
end

local function disable(username)
	if can_disable then
		local ok, err = usermanager.disable_user(username, host);
		if not ok then return nil, err; end
	else
		local note = note_of(username);
		-- The copy is written before the lock, and never over an earlier copy: cut off in between, the call can be repeated.
		if note.locked == nil then
			note.locked = credentials:get(username);
			if note.locked == nil then return nil, "no-stored-credentials"; end
			local ok, err = keep_note(username, note);
			if not ok then return nil, err; end
		end
		local ok, err = usermanager.set_password(username, new_id(), host, nil);
		if not ok then return nil, err; end
	end
	end_sessions(username, "Account disabled");
	return true;
end

local function enable(username)
	if can_disable then return usermanager.enable_user(username, host); end
	local note = note_of(username);
	if note.locked == nil then return true; end
	local ok, err = credentials:set(username, note.locked);
	if not ok then return nil, err; end
	note.locked = nil;
	return keep_note(username, note);
end

local function set_password(username, password)
	local was_locked = not can_disable and not is_enabled(username);
	if was_locked then
		local ok, err = enable(username);
		if not ok then return nil, err; end
	end
	local ok, err = usermanager.set_password(username, password, host, nil);
	if was_locked then
		local locked, problem = disable(username);
		if not locked then return nil, problem; end
	end
	return ok, err;
end

local function view_of(username)
	return {
		username = username;
		jid = username .. "@" .. host;
		enabled = is_enabled(username);
		mark = note_of(username).mark;
	};
end

local function failed(event, what, username, err)
	module:log("error", "Could not %s %s: %s", what, username, tostring(err));
	return refuse(event, 500, "failed");
end

local function create(event, username)
	local body = body_of(event);
	local password = text_of(body.password, max_password);
	local mark = text_of(body.mark, max_mark);
	if not password then return refuse(event, 400, "bad-password"); end
	if body.mark ~= nil and not mark then return refuse(event, 400, "bad-mark"); end
	if usermanager.user_exists(username, host) then
		-- The same request again, because its first answer never arrived.
		if mark and note_of(username).mark == mark then return answer(event, 200, view_of(username)); end
		return refuse(event, 409, "exists");
	end
	local ok, err = usermanager.create_user(username, password, host);
	if not ok then return failed(event, "create", username, err); end
	ok, err = keep_note(username, { mark = mark });
	if not ok then return failed(event, "mark", username, err); end
	module:log("info", "Created %s@%s", username, host);
	module:fire_event("user-registered", { username = username; host = host; source = "mod_patchbay_accounts" });
	return answer(event, 201, view_of(username));
end

local function change(event, username)
	local body = body_of(event);
	if body.password == nil and type(body.enabled) ~= "boolean" then return refuse(event, 400, "nothing-to-change"); end
	if body.password ~= nil then
		local password = text_of(body.password, max_password);
		if not password then return refuse(event, 400, "bad-password"); end
		local ok, err = set_password(username, password);
		if not ok then return failed(event, "set the password of", username, err); end
	end
	if type(body.enabled) == "boolean" then
		local ok, err = (body.enabled and enable or disable)(username);
		if not ok then return failed(event, body.enabled and "enable" or "disable", username, err); end
		module:log("info", "%s %s@%s", body.enabled and "Enabled" or "Disabled", username, host);
	end
	return answer(event, 200, view_of(username));
end

local function act(event, username, action)
	if action == "verify" then
		local password = text_of(body_of(event).password, max_password);
		if not password then return refuse(event, 400, "bad-password"); end
		local is_open = is_enabled(username) and usermanager.test_password(username, host, password);
		return answer(event, 200, { valid = is_open and true or false });
	elseif action == "disconnect" then
		return answer(event, 200, { ended = end_sessions(username, "Ended by an administrator") });
	end
	return refuse(event, 404, "not-found");
end

local function remove(event, username)
	local ok, err = usermanager.delete_user(username, host);
	if not ok then return failed(event, "delete", username, err); end
	module:log("info", "Deleted %s@%s", username, host);
	return answer(event, 204);
end

local function list(event)
	local query = http.formdecode(event.request.url.query or "");
	if type(query) ~= "table" then query = {}; end
	local limit = math.min(math.max(math.floor(tonumber(query.limit) or 100), 1), max_page);
	local found, state, first = usermanager.users(host);
	if type(found) ~= "function" then return refuse(event, 501, "cannot-list"); end
	local names = {};
	for name in found, state, first do
		if not query.after or name > query.after then names[#names + 1] = name; end
	end
	table.sort(names);
	local users = array();
	for at = 1, math.min(limit, #names) do users[at] = view_of(names[at]); end
	return answer(event, 200, {
		users = users;
		next = #names > limit and names[limit] or json.null;
	});
end

read_token();
module:hook_global("config-reloaded", read_token);

module:provides("http", {
	default_path = "/patchbay_accounts";
	route = {
		["GET /ping"] = guarded(function (event)
			return answer(event, 200, { host = host; version = prosody.version; module = 1 });
		end);
		["GET /users"] = guarded(list);
		["GET /users/*"] = existing(function (event, username) return answer(event, 200, view_of(username)); end);
		["PUT /users/*"] = with_name(create);
		["PATCH /users/*"] = existing(change);
		["POST /users/*"] = existing(act);
		["DELETE /users/*"] = existing(remove);
	};
});
