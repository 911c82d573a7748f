// SPDX-License-Identifier: MIT
/// @file
/// What should a body give? The rules of a recording push once more, over simdjson's DOM and with no thought
/// of speed, for tests that hold the parser against them.
#ifndef TCCC_TESTS_SUPPORT_RECORD_ORACLE_HPP
#define TCCC_TESTS_SUPPORT_RECORD_ORACLE_HPP

#include <tccc/parser.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace tccc::testing {

/// The DOM refuses two things that the grammar allows, numbers beyond a double and half a surrogate pair, and
/// it rounds. So numbers are rewritten as `{"\x7f":"token"}`, and a half becomes U+F8FF, which no test
/// writes. What is no JSON stays none: only whole tokens of the right form are replaced by others of the same
/// role.
class dom_text {
public:
    static constexpr std::string_view number_key = "\x7f";
    static constexpr std::string_view half_pair = "\xef\xa3\xbf";

    static std::string from(std::string_view json) {
        std::string out;
        bool text = false;
        for (std::size_t pos = 0; pos < json.size();) {
            const char c = json[pos];
            std::size_t size = 1;
            if (c == '"') {
                text = !text;
                out += c;
            } else if (text && c == '\\') {
                size = escape(json.substr(pos), out);
            } else if (!text && (c == '-' || is_digit(c)) && !joined(out)) {
                size = number(json.substr(pos), out);
            } else {
                out += c;
            }
            pos += size;
        }
        return out;
    }

private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    // Whether what was written last is part of a token that goes on here, so that no number begins.
    static bool joined(const std::string& out) {
        return !out.empty() && std::string_view(" \t\r\n,:[{").find(out.back()) == std::string_view::npos;
    }

    static unsigned unit(std::string_view text) {  // of `\uXXXX`, else 0
        unsigned value = 0;
        if (text.size() < 6 || !text.starts_with("\\u")) return 0;
        const auto [end, failed] = std::from_chars(text.data() + 2, text.data() + 6, value, 16);
        return failed == std::errc{} && end == text.data() + 6 ? value : 0;
    }

    static std::size_t escape(std::string_view text, std::string& out) {
        const auto copy = [&](std::size_t size) {
            out += text.substr(0, size);
            return std::min(size, text.size());
        };
        const unsigned first = unit(text);
        if (first < 0xd800 || first > 0xdfff) return copy(first == 0 ? 2 : 6);
        const unsigned second = unit(text.substr(6));
        if (first < 0xdc00 && second >= 0xdc00 && second <= 0xdfff) return copy(12);
        out += half_pair;
        return 6;
    }

    static std::size_t number(std::string_view text, std::string& out) {
        std::size_t size = 0;
        const auto digits = [&] {
            const std::size_t begin = size;
            while (size < text.size() && is_digit(text[size]))
                ++size;
            return size - begin;
        };
        const auto skip = [&](std::string_view any) {
            const bool there = size < text.size() && any.find(text[size]) != std::string_view::npos;
            if (there) ++size;
            return there;
        };
        skip("-");
        const std::size_t whole = size;
        bool good = digits() > 0 && (text[whole] != '0' || size == whole + 1);
        if (skip(".")) good = digits() > 0 && good;
        if (skip("eE")) {
            skip("+-");
            good = digits() > 0 && good;
        }
        const std::string token{text.substr(0, size)};
        if (good) {
            out += "{\"" + std::string(number_key) + "\":\"" + token + "\"}";
        } else {
            out += token;
        }
        return size;
    }
};

/// The verdict: a push, or a code with a field. The grammar's three codes are one here, malformed_json,
/// except too_deep on a text that is JSON.
struct verdict {
    errc code = errc::ok;
    std::string field;
    record_push push;
};

class record_oracle {
public:
    /// Whether `json` is a JSON text, by simdjson's DOM.
    bool is_json(std::string_view json) {
        simdjson::dom::element root;
        return parse(json, root);
    }

    verdict read(std::string_view body, const parse_options& options = {}) {
        options_ = options;
        result_ = {};
        fields_ = {};
        if (body.size() > options.max_body_bytes) return failed(errc::body_too_large, "");
        error strict;
        if (body.starts_with("\xEF\xBB\xBF")) {
            body.remove_prefix(3);
            result_.push.drift |= anomaly::byte_order_mark;
            strict.code = errc::malformed_json;
        }
        if (body.find_first_not_of(" \t\r\n") == body.npos) return failed(errc::empty_body, "");
        simdjson::dom::element root;
        if (!parse(body, root)) return failed(errc::malformed_json, "");
        if (depth(root) > options.max_depth) return failed(errc::too_deep, "");
        simdjson::dom::object object;
        if (is_number(root) || root.get(object) != simdjson::SUCCESS) return failed(errc::wrong_type, "");
        for (const auto member : object) {
            const std::string key(member.key);
            const bool known = std::ranges::find(names, key) != names.end();
            const bool again = fields_.contains(key);
            if (known && again) result_.push.drift |= anomaly::duplicate_field;
            if (!known) result_.push.drift |= anomaly::unknown_field;
            if (strict.code == errc::ok && (!known || again))
                strict = {known ? errc::duplicate_field : errc::unknown_field, name(key), 0};
            if (known) fields_[key] = member.value;
        }
        if (options.strict && strict.code != errc::ok) return failed(strict.code, strict.field);
        fill();
        return result_;
    }

private:
    static constexpr std::array<std::string_view, 7> names = {
        "SdkAppId", "RecordId", "SessionId", "Timestamp", "EndpointUser", "RecordURL", "CustomRecordURL"};

    static std::string_view name(std::string_view key) {
        const auto* found = std::ranges::find(names, key);
        return found == names.end() ? std::string_view{} : *found;
    }

    bool parse(std::string_view json, simdjson::dom::element& root) {
        if (json.starts_with("\xEF\xBB\xBF")) return false;  // the DOM would skip a mark
        // A padded_string: its padding is set, so that a memory checker has nothing to say.
        return parser_.parse(simdjson::padded_string(dom_text::from(json))).get(root) == simdjson::SUCCESS;
    }

    static std::optional<std::string> number(simdjson::dom::element value) {
        std::string_view token;
        simdjson::dom::object object;
        if (value.get(object) != simdjson::SUCCESS) return std::nullopt;
        if (object.at_key(dom_text::number_key).get(token) != simdjson::SUCCESS) return std::nullopt;
        return std::string(token);
    }
    static bool is_number(simdjson::dom::element value) { return number(value).has_value(); }

    static std::size_t depth(simdjson::dom::element value) {
        std::size_t deepest = 0;
        simdjson::dom::array array;
        simdjson::dom::object object;
        if (value.get(array) == simdjson::SUCCESS) {
            for (const auto child : array)
                deepest = std::max(deepest, depth(child));
            return deepest + 1;
        }
        if (is_number(value) || value.get(object) != simdjson::SUCCESS) return 0;
        for (const auto child : object)
            deepest = std::max(deepest, depth(child.value));
        return deepest + 1;
    }

    verdict failed(errc code, std::string_view field) {
        result_.code = code;
        result_.field = field;
        return result_;
    }
    bool fails(errc code, std::string_view field) {
        failed(code, field);
        return true;
    }
    // True when it is too much for a strict parser.
    bool drifts(anomaly kind, errc code, std::string_view field) {
        if (options_.strict) return fails(code, field);
        result_.push.drift |= kind;
        return false;
    }

    // The text of a field; empty where there is none. True when the push fails.
    bool text_fails(std::string_view field, bool may_be_number, std::string& out) {
        out.clear();
        const auto found = fields_.find(std::string(field));
        if (found == fields_.end()) return false;
        if (found->second.is_null()) return drifts(anomaly::null_field, errc::wrong_type, field);
        if (const auto token = number(found->second); token && may_be_number) {
            if (!std::ranges::all_of(*token, [](char c) { return c >= '0' && c <= '9'; }))
                return fails(errc::bad_value, field);
            out = *token;
            return drifts(anomaly::scalar_drift, errc::wrong_type, field);
        }
        std::string_view text;
        if (found->second.get(text) != simdjson::SUCCESS) return fails(errc::wrong_type, field);
        if (text.find(dom_text::half_pair) != text.npos) return fails(errc::not_utf8, field);
        out = text;
        return false;
    }

    bool identity_fails(std::string_view field, bool may_be_number, std::string& out) {
        return text_fails(field, may_be_number, out) || (out.empty() && fails(errc::missing_field, field));
    }

    bool number_fails(std::string_view field, std::int64_t& out) {
        std::string digits;
        const auto found = fields_.find(std::string(field));
        const auto token = found == fields_.end() ? std::nullopt : number(found->second);
        if (token) {
            digits = *token;
        } else {
            if (identity_fails(field, false, digits)) return true;
            if (drifts(anomaly::scalar_drift, errc::wrong_type, field)) return true;
        }
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        const bool good = problem == std::errc{} && end == digits.data() + digits.size() &&
                          digits.front() != '-' && digits.size() < 20;
        return !good && fails(errc::bad_value, field);
    }

    void fill() {
        record_push& push = result_.push;
        std::int64_t at = 0;
        std::string user;
        std::string url;
        std::string custom;
        if (number_fails("SdkAppId", push.sdk_app_id) || identity_fails("RecordId", true, push.record_id) ||
            identity_fails("SessionId", false, push.session_id) || number_fails("Timestamp", at))
            return;
        if (at > 99'999'999'999'999) return void(fails(errc::bad_value, "Timestamp"));
        if (at > 99'999'999'999) {
            if (drifts(anomaly::millisecond_timestamp, errc::bad_value, "Timestamp")) return;
            at /= 1000;
        }
        if (identity_fails("EndpointUser", true, user) || text_fails("RecordURL", false, url) ||
            text_fails("CustomRecordURL", false, custom))
            return;
        if (url.empty() && custom.empty()) return void(fails(errc::missing_field, "RecordURL"));
        push.timestamp = std::chrono::sys_seconds(std::chrono::seconds(at));
        push.endpoint_user = endpoint_user(user);
        push.record_url = record_url(url);
        if (!custom.empty()) push.custom_record_url = record_url(custom);
    }

    simdjson::dom::parser parser_;
    parse_options options_;
    verdict result_;
    std::map<std::string, simdjson::dom::element> fields_;
};

/// Whether the parser's answer is the oracle's.
inline bool agrees(const result<record_push_view>& push, const verdict& expected, std::string_view body) {
    if (push) return expected.code == errc::ok && *push == as_view(expected.push);
    const error e = push.error();
    if (e.offset > body.size() || e.field != expected.field) return false;
    if (expected.code != errc::malformed_json) return e.code == expected.code;
    const bool utf8 = simdjson::validate_utf8(body.data(), body.size());
    // Where text is both too deep and, further on, no JSON, the first byte at fault decides.
    return e.code == errc::malformed_json || e.code == errc::too_deep || (e.code == errc::not_utf8 && !utf8);
}

}  // namespace tccc::testing

#endif
