// SPDX-License-Identifier: MIT
/// @file
/// What should the body of a call record give? Its rules once more, over simdjson's DOM and a list of the fields that is
/// nobody else's; the push as the canonical JSON of it, so that nothing has to be said field by field. And bodies at
/// random, by the same list.
#ifndef TCCC_TESTS_SUPPORT_CDR_ORACLE_HPP
#define TCCC_TESTS_SUPPORT_CDR_ORACLE_HPP

#include "push_text.hpp"
#include "record_oracle.hpp"

#include <tccc/detail/json_string.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace tccc::testing {

/// What a field of a call record is, by the vendor's page.
struct cdr_rule {
    enum class kind { app_id, session_id, text, url, number, duration, time, object, texts, objects };
    std::string_view name;
    kind type;
    bool essential = false;
    std::span<const cdr_rule> inner{};
};

namespace cdr_rules {
using enum cdr_rule::kind;

inline constexpr cdr_rule key_press[] = {{"Key", text}, {"Label", text}};
inline constexpr cdr_rule seat_user[] = {{"Mail", text},
                                         {"Name", text},
                                         {"Nick", text},
                                         {"Phone", text},
                                         {"UserId", text},
                                         {"StaffNumber", text},
                                         {"SkillGroupNameList", texts}};
inline constexpr cdr_rule leg[] = {
    {"Sequence", number, true},     {"Mail", text, true},       {"Phone", text, true},
    {"RecordId", text, true},       {"StartTimestamp", time},   {"RingTimestamp", time},
    {"AcceptTimestamp", time},      {"EndedTimestamp", time},   {"Type", text},
    {"TransferFrom", text, true},   {"TransferFromType", text}, {"TransferTo", text},
    {"TransferToType", text},       {"SkillGroupId", number},   {"SkillGroupName", text},
    {"SkillGroupPriority", number}, {"EndStatusString", text},  {"RecordURL", url},
    {"CustomRecordURL", url}};
inline constexpr cdr_rule location[] = {
    {"TelNumber", text}, {"Country", text}, {"Province", text}, {"City", text}, {"Operator", text}};
inline constexpr cdr_rule root[] = {{"SdkAppId", app_id, true},
                                    {"SessionId", session_id, true},
                                    {"Caller", text, true},
                                    {"Callee", text, true},
                                    {"Direction", number, true},
                                    {"CallType", number, true},
                                    {"Duration", duration},
                                    {"SeatUser", object, false, seat_user},
                                    {"CallerLocation", text},
                                    {"IVRDuration", duration},
                                    {"RingTimestamp", time},
                                    {"AcceptTimestamp", time},
                                    {"EndedTimestamp", time},
                                    {"StartTimestamp", time},
                                    {"IVRKeyPressed", texts},
                                    {"IVRKeyPressedEx", objects, false, key_press},
                                    {"HungUpSide", text},
                                    {"ServeParticipants", objects, true, leg},
                                    {"EndStatusString", text},
                                    {"QueuedTimestamp", time},
                                    {"PostIVRKeyPressed", objects, false, key_press},
                                    {"QueuedSkillGroupName", text},
                                    {"QueuedSkillGroupId", number},
                                    {"RecordId", text, true},
                                    {"UserRemark", text},
                                    {"TelLocation", object, false, location},
                                    {"Uui", text},
                                    {"RecordURL", url},
                                    {"CustomRecordURL", url}};
}  // namespace cdr_rules

inline std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// A push in canonical JSON, or a code with a field. The grammar's codes are malformed_json here, as in record_oracle.
struct cdr_verdict {
    errc code = errc::ok;
    std::string field;
    std::string json;
    anomalies drift;
};

class cdr_oracle {
public:
    cdr_verdict read(std::string_view body, const parse_options& options) {
        options_ = options;
        result_ = {};
        const bool mark = body.starts_with("\xEF\xBB\xBF");
        if (mark) body.remove_prefix(3);
        if (body.find_first_not_of(" \t\r\n") == body.npos) return fails(errc::empty_body, ""), result_;
        simdjson::dom::element root;
        if (body.starts_with("\xEF\xBB\xBF") ||
            parser_.parse(simdjson::padded_string(dom_text::from(body))).get(root) != simdjson::SUCCESS)
            return fails(errc::malformed_json, ""), result_;
        if (depth(root) > options.max_depth) return fails(errc::too_deep, ""), result_;
        simdjson::dom::object object;
        if (number(root) || root.get(object) != simdjson::SUCCESS)
            return fails(errc::wrong_type, ""), result_;
        if (mark && drifts(anomaly::byte_order_mark, errc::malformed_json, "")) return result_;
        object_fails(object, cdr_rules::root, "", result_.json);
        return result_;
    }

private:
    using element = simdjson::dom::element;
    using kind = cdr_rule::kind;
    enum class use { keep, drop, fail };

    bool fails(errc code, std::string_view field) {
        result_.code = code;
        result_.field = field;
        return true;
    }
    bool drifts(anomaly a, errc code, std::string_view field) {
        if (options_.strict) return fails(code, field);
        result_.drift |= a;
        return false;
    }
    // A value of no use: an error, or left out.
    use unusable(errc code, const cdr_rule& rule, std::string_view field) {
        if (rule.essential || options_.strict) return fails(code, field), use::fail;
        result_.drift |= anomaly::unexpected_value;
        return use::drop;
    }
    use null(std::string_view field) {
        return drifts(anomaly::null_field, errc::wrong_type, field) ? use::fail : use::drop;
    }

    static std::optional<std::string> number(element value) {
        std::string_view token;
        simdjson::dom::object object;
        if (value.get(object) != simdjson::SUCCESS) return std::nullopt;
        if (object.at_key(dom_text::number_key).get(token) != simdjson::SUCCESS) return std::nullopt;
        return std::string(token);
    }

    static std::size_t depth(element value) {
        std::size_t deepest = 0;
        simdjson::dom::array array;
        simdjson::dom::object object;
        if (value.get(array) == simdjson::SUCCESS) {
            for (const auto child : array)
                deepest = std::max(deepest, depth(child));
            return deepest + 1;
        }
        if (number(value) || value.get(object) != simdjson::SUCCESS) return 0;
        for (const auto child : object)
            deepest = std::max(deepest, depth(child.value));
        return deepest + 1;
    }

    bool object_fails(simdjson::dom::object object, std::span<const cdr_rule> rules,
                      const std::string& prefix, std::string& out) {
        std::vector<std::optional<element>> found(rules.size());
        std::vector<bool> exact(rules.size());
        for (const auto member : object) {
            std::size_t i = 0;
            const auto search = [&](auto&& same) {
                for (i = 0; i < rules.size() && !same(rules[i].name); ++i) {
                }
                return i < rules.size();
            };
            const bool literal = search([&](std::string_view name) { return name == member.key; });
            if (!literal &&
                !search([&](std::string_view name) { return lower_case(name) == lower_case(member.key); })) {
                if (drifts(anomaly::unknown_field, errc::unknown_field, "")) return true;
                continue;
            }
            const std::string field = prefix + std::string(rules[i].name);
            if (!literal && drifts(anomaly::key_case, errc::unknown_field, field)) return true;
            if (found[i] && drifts(anomaly::duplicate_field, errc::duplicate_field, field)) return true;
            if (exact[i] && !literal) continue;
            found[i] = member.value;
            exact[i] = literal;
        }
        out = "{";
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const std::string field = prefix + std::string(rules[i].name);
            std::string value;
            const bool identity = rules[i].type == kind::app_id || rules[i].type == kind::session_id;
            if (found[i]) {
                const use what = read(*found[i], rules[i], field, value);
                if (what == use::fail) return true;
                if (what == use::drop || value == "\"\"" || value == "[]") value.clear();
            }
            if (identity && value.empty()) return fails(errc::missing_field, field);
            if (value.empty()) continue;
            out.append(out.size() > 1 ? "," : "").append(in_quotes(rules[i].name)).append(":").append(value);
        }
        out += '}';
        return false;
    }

    use read(element value, const cdr_rule& rule, const std::string& field, std::string& out) {
        simdjson::dom::object object;
        simdjson::dom::array array;
        switch (rule.type) {
        case kind::text: return text(value, rule, true, field, out);
        case kind::session_id:
        case kind::url: return text(value, rule, false, field, out);
        case kind::object:
            if (value.is_null()) return null(field);
            if (number(value) || value.get(object) != simdjson::SUCCESS)
                return unusable(errc::wrong_type, rule, field);
            return object_fails(object, rule.inner, field + ".", out) ? use::fail : use::keep;
        case kind::texts:
        case kind::objects:
            if (value.is_null()) return null(field);
            if (value.get(array) != simdjson::SUCCESS) return unusable(errc::wrong_type, rule, field);
            return list(array, rule, field, out);
        default: return whole(value, rule, field, out);
        }
    }

    use text(element value, const cdr_rule& rule, bool may_be_number, const std::string& field,
             std::string& out) {
        if (value.is_null()) return null(field);
        std::string_view view;
        if (const auto token = number(value)) {
            if (!may_be_number) return unusable(errc::wrong_type, rule, field);
            if (!std::ranges::all_of(*token, [](char c) { return c >= '0' && c <= '9'; }))
                return unusable(errc::bad_value, rule, field);
            out = in_quotes(*token);
            return drifts(anomaly::scalar_drift, errc::wrong_type, field) ? use::fail : use::keep;
        }
        if (value.get(view) != simdjson::SUCCESS) return unusable(errc::wrong_type, rule, field);
        if (view.find(dom_text::half_pair) != view.npos) return unusable(errc::not_utf8, rule, field);
        out = "\"";
        detail::append_escaped_json(out, view);
        out += '"';
        return use::keep;
    }

    use whole(element value, const cdr_rule& rule, const std::string& field, std::string& out) {
        if (value.is_null()) return null(field);
        const auto token = number(value);
        std::string digits = token.value_or("");
        if (!token) {
            std::string_view view;
            if (value.get(view) != simdjson::SUCCESS) return unusable(errc::wrong_type, rule, field);
            if (view.empty() && rule.type == kind::app_id) return use::drop;
            if (options_.strict) return fails(errc::wrong_type, field), use::fail;
            if (view.find(dom_text::half_pair) != view.npos) return unusable(errc::not_utf8, rule, field);
            digits = view;
        }
        std::int64_t count = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
        const bool from_zero = rule.type != kind::number;
        const bool good = problem == std::errc{} && end == digits.data() + digits.size() &&
                          !(from_zero && digits.starts_with("-"));
        if (!digits.empty() && (!good || (rule.type == kind::time && count > 99'999'999'999'999)))
            return unusable(errc::bad_value, rule, field);
        if (!token) result_.drift |= anomaly::scalar_drift;
        if (digits.empty()) return use::drop;
        if (rule.type == kind::time && count > 99'999'999'999) {
            if (drifts(anomaly::millisecond_timestamp, errc::bad_value, field)) return use::fail;
            count /= 1000;
        }
        if (rule.type == kind::time && count == 0) return use::drop;
        out = std::to_string(count);
        return use::keep;
    }

    use list(simdjson::dom::array array, const cdr_rule& rule, const std::string& field, std::string& out) {
        out = "[";
        for (const auto item : array) {
            std::string value;
            const cdr_rule of_item{rule.name, rule.type == kind::texts ? kind::text : kind::object,
                                   rule.essential, rule.inner};
            const use what = read(item, of_item, field, value);
            if (what == use::fail) return what;
            if (what == use::drop) continue;
            if (rule.name == "ServeParticipants" && !value.starts_with("{\"Sequence\":") &&
                drifts(anomaly::missing_sequence, errc::missing_field, "ServeParticipants.Sequence"))
                return use::fail;
            out.append(out.size() > 1 ? "," : "").append(value);
        }
        out += ']';
        return use::keep;
    }

    simdjson::dom::parser parser_;
    parse_options options_;
    cdr_verdict result_;
};

/// Bodies of call records: valid JSON always, documented most of the time. Same seed, same body, on every platform.
class random_cdr {
public:
    explicit random_cdr(std::uint64_t seed) : random_(seed), odd_(below(3) == 0 ? 1000 : 12) {}

    std::string valid() { return (one_in(30) ? "\xEF\xBB\xBF" : "") + object(cdr_rules::root); }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    bool one_in(std::size_t odds) { return below(odds) == 0; }

private:
    using kind = cdr_rule::kind;

    std::string object(std::span<const cdr_rule> rules) {
        members all;
        for (const cdr_rule& rule : rules) {
            if (!(rule.essential ? one_in(25) : one_in(3))) all.push_back({key(rule.name), value(rule)});
            if (one_in(odd_ * 3)) all.push_back({key(rule.name), one_in(2) ? value(rule) : anything(0)});
        }
        if (one_in(odd_)) all.push_back({"x" + key("Key"), anything(0)});
        for (std::size_t i = all.size(); i > 1; --i)
            std::swap(all[i - 1], all[below(i)]);
        return write(all, one_in(2) ? compact : one_in(2) ? vendor_spacing : wild_spacing);
    }

    std::string key(std::string_view name) {
        std::string out;
        for (const char c : name) {
            const bool other = one_in(odd_ * 40);
            const auto byte = static_cast<unsigned char>(other ? c ^ 0x20 : c);
            constexpr std::string_view hex = "0123456789abcdef";
            if (one_in(odd_ * 10)) {
                out.append("\\u00").append({hex[byte >> 4U], hex[byte & 0xfU]});
            } else {
                out += static_cast<char>(byte);
            }
        }
        return out;
    }

    std::string text() {
        constexpr std::array<std::string_view, 12> pieces = {
            "a",   "008613",  "l@t.com",        " ",        "\\\"",   "\\/",
            "\\n", "\\u0041", "\\ud83d\\ude00", "\xc3\xa9", "{[:,]}", "x"};
        std::string out;
        for (std::size_t n = below(5); n != 0; --n)
            out += pieces[below(one_in(3) ? pieces.size() : 3)];
        if (one_in(odd_ * 20)) out += "\\ud800";
        return in_quotes(out);
    }

    std::string digits() {
        constexpr std::array<std::string_view, 12> numbers = {"0",
                                                              "1",
                                                              "2",
                                                              "1608130650",
                                                              "99999999999",
                                                              "1608130650123",
                                                              "100000000000000",
                                                              "9223372036854775807",
                                                              "9223372036854775808",
                                                              "-1",
                                                              "-0",
                                                              "-9223372036854775808"};
        return std::string(numbers[below(one_in(odd_) ? numbers.size() : 4)]);
    }

    // Documented, or now and then not.
    std::string value(const cdr_rule& rule) {
        const bool identity = rule.type == kind::app_id || rule.type == kind::session_id;
        if (one_in(identity ? 60 : odd_ * 3)) return "null";
        if (one_in(identity || rule.essential ? odd_ * 30 : odd_ * 2)) return anything(0);
        switch (rule.type) {
        case kind::session_id: return one_in(20) ? text() : "\"e97be0ab-1ef6\"";
        case kind::text:
        case kind::url: return one_in(odd_ * 2) ? digits() : text();
        case kind::app_id: return one_in(odd_) ? in_quotes("1400264214") : "1400264214";
        case kind::number:
        case kind::duration:
        case kind::time: return one_in(odd_) ? in_quotes(one_in(5) ? "" : digits()) : digits();
        case kind::object: return object(rule.inner);
        default: break;
        }
        std::string out = "[";
        for (std::size_t n = below(one_in(40) ? 40 : 4); n != 0; --n) {
            const cdr_rule item{rule.name, rule.type == kind::texts ? kind::text : kind::object,
                                rule.essential, rule.inner};
            out.append(out.size() > 1 ? "," : "").append(value(item));
        }
        return out + "]";
    }

    std::string anything(std::size_t deep) {
        constexpr std::array<std::string_view, 10> scalars = {"null",  "true", "false",  "1.5",    "1e3",
                                                              "1E400", "\"\"", "\"12\"", "\"-3\"", "\"1x\""};
        switch (below(deep > 3 ? 3 : 5)) {
        case 0: return digits();
        case 1: return text();
        case 2: return std::string(scalars[below(scalars.size())]);
        case 3: return "[" + anything(deep + 1) + (one_in(2) ? "" : ", " + anything(deep + 1)) + "]";
        default: return "{" + text() + ":" + anything(deep + 1) + "}";
        }
    }

    std::mt19937_64 random_;
    std::size_t odd_;  // the odds against something odd
};

}  // namespace tccc::testing

#endif
