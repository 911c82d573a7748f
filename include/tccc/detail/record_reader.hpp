// SPDX-License-Identifier: MIT
/// @file
/// Which fields stand in a body? The general path: On-Demand finds them in any order and spacing, and every
/// byte that it does not look at is held against the grammar.
#ifndef TCCC_DETAIL_RECORD_READER_HPP
#define TCCC_DETAIL_RECORD_READER_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/digits.hpp>
#include <tccc/detail/json_scanner.hpp>
#include <tccc/detail/json_string.hpp>
#include <tccc/detail/record_fields.hpp>
#include <tccc/detail/record_keys.hpp>
#include <tccc/detail/simdjson.hpp>
#include <tccc/detail/value_skipper.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

/// Walks one body. On-Demand reads a padded copy; every view made here is into the body itself.
class record_reader {
public:
    /// `padded` holds the bytes of `json`, followed by SIMDJSON_PADDING more; `json` is what follows the byte
    /// order mark, `shift` bytes, of the body as handed in.
    record_reader(std::string_view json, std::size_t shift, const char* padded, std::size_t max_depth,
                  record_fields& out) noexcept
        : json_(json), shift_(shift), padded_(padded), max_depth_(std::min(max_depth, json_depth_ceiling)),
          out_(out) {}

    /// Fills the fields. False when the body is refused: `explain` then says why.
    bool read(simdjson::ondemand::parser& parser) noexcept {
        // simdjson from 3.2 on skips a mark of its own, so a second one would be accepted or not by its
        // version.
        if (json_.starts_with("\xEF\xBB\xBF") || max_depth_ == 0) return false;
        simdjson::ondemand::document document;
        failure_ =
            parser.iterate(padded_, json_.size(), json_.size() + simdjson::SIMDJSON_PADDING).get(document);
        if (failure_ != simdjson::SUCCESS) return false;
        simdjson::ondemand::object object;
        failure_ = document.get_object().get(object);
        if (failure_ != simdjson::SUCCESS) return false;
        for (auto next : object) {
            simdjson::ondemand::field field;
            failure_ = std::move(next).get(field);
            if (failure_ != simdjson::SUCCESS || !read_field(field)) return false;
        }
        // 3.0.1 has no at_end(); in all versions this is how "nothing follows" is spelled.
        const char* rest = nullptr;
        return document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
    }

    /// Why `read` refused: the first byte at fault. The cold path; one more pass over the body.
    [[nodiscard]] error explain() const noexcept {
        const json_scan scan = scan_json(json_, max_depth_);
        if (!scan.ok()) return {scan.code, {}, shift_ + scan.offset};
        std::size_t root = 0;
        while (is_json_space(json_[root])) {
            ++root;
        }
        if (json_[root] != '{') return {errc::wrong_type, {}, shift_ + root};
        // JSON to the scanner, but not to simdjson: no memory, or a limit of its own.
        const errc code = from_simdjson(failure_);
        return {code == errc::ok ? errc::malformed_json : code, {}, shift_};
    }

private:
    /// The longest documented name, each character written as `\uXXXX`.
    static constexpr std::size_t longest_key = 6 * record_field_names.back().size();

    bool read_field(simdjson::ondemand::field& field) noexcept {
        const std::size_t key = offset_of(field.key().raw());
        // One comparison, and no search for the key's end, which took a twentieth of all instructions.
        const record_key* const known =
            find_record_key(padded_ + key, padded_ + json_.size() + simdjson::SIMDJSON_PADDING);
        record_field which = record_field::unknown;
        if (known != nullptr) {
            which = known->field;
        } else if (!read_other_key(key, which)) {
            return false;
        }
        const std::string_view token = field.value().raw_json_token();
        if (which == record_field::unknown) {
            out_.drift |= anomaly::unknown_field;
            note_violation(errc::unknown_field, which, key - 1);
            raw_value skipped;
            return read_value(token, skipped);
        }
        raw_value& value = out_[which];
        if (value.type != raw_value::kind::absent) {
            out_.drift |= anomaly::duplicate_field;
            note_violation(errc::duplicate_field, which, key - 1);
        }
        return read_value(token, value);
    }

    /// A key that is not spelled like a documented name.
    bool read_other_key(std::size_t key, record_field& which) const noexcept {
        const std::size_t key_end = find_quote(key);
        if (padded_[key_end] != '\\') return true;
        std::array<char, longest_key> decoded;
        std::string_view name;
        if (!decode_key(key, decoded, name)) return false;
        which = find_record_field(name);
        return true;
    }

    /// The first quote or back slash from `pos` on, in a string whose end stage 1 has seen. Blocks may reach into the
    /// padding, where there is none.
    [[nodiscard]] std::size_t find_quote(std::size_t pos) const noexcept {
        std::uint32_t quotes = quote_bytes(padded_ + pos);
        while (quotes == 0 && pos < json_.size()) {
            pos += block_size;
            quotes = quote_bytes(padded_ + pos);
        }
        return pos + static_cast<std::size_t>(std::countr_zero(quotes));
    }

    /// A key with escapes is a key all the same: `Session\u0049d` is SessionId. One that no documented name
    /// can be as long as stays undecoded, and so unknown.
    bool decode_key(std::size_t key, std::array<char, longest_key>& buffer,
                    std::string_view& name) const noexcept {
        const json_scan scan = json_scanner(json_, key - 1, 0).value();
        if (!scan.ok()) return false;
        const std::string_view escaped = json_.substr(key, scan.offset - 1 - key);
        name = {};
        if (escaped.size() > buffer.size()) return true;
        const auto unescaped = unescape_json_string(escaped, buffer.data());
        if (unescaped.ok) name = {buffer.data(), unescaped.size};
        return true;
    }

    /// `padded` is the token as simdjson cuts it: up to the next structural character, white space included. What is
    /// known of it by then: quotes are paired, text is UTF-8 without control characters, and what is structural is in
    /// its place. Not looked at: escapes, numbers, literals, and what is inside of containers.
    bool read_value(std::string_view padded, raw_value& value) const noexcept {
        const std::size_t begin = offset_of(padded.data());
        const char first = padded.front();
        // On-Demand steps over a value that it was not asked for, and takes a string with a ':' behind it for a key, and
        // then this object's '}' for that value's end: it would accept `{"a":"b":1}}`. A container is cut behind its
        // bracket and needs no such look.
        const char next = padded_[begin + padded.size()];
        if (first != '{' && first != '[' && next != ',' && next != '}') return false;
        std::size_t size = padded.size();
        while (size > 1 && is_json_space(padded[size - 1])) {
            --size;
        }
        value.offset = shift_ + begin;
        value.begin = json_.data() + begin;
        value.size = size;
        switch (first) {
        case '"': {
            if (size < 2 || padded[size - 1] != '"') return false;
            value.type = raw_value::kind::string;
            value.begin += 1;
            value.size -= 2;
            const std::size_t quote = find_quote(begin + 1);
            value.escaped = quote != begin + size - 1;
            return !value.escaped || has_good_escapes(quote, begin + size - 1);
        }
        case '{':
        case '[':
            // Containers end where their brackets are closed, which is not where simdjson's token ends.
            value.type = raw_value::kind::other;
            return skips(begin) || json_scanner(json_, begin, max_depth_ - 1).value().ok();
        case 't':
        case 'f': value.type = raw_value::kind::other; break;
        case 'n': value.type = raw_value::kind::null; break;
        default: {
            value.type = raw_value::kind::number;
            const char* const behind = read_digits(padded.data(), value.count);
            value.counted = behind == padded.data() + size && (first != '0' || size == 1);
            if (value.counted) return true;
        }
        }
        return is_grammatical(begin, size);
    }

    /// The quick way to know that a container is grammatical; false is no answer.
    [[nodiscard]] bool skips(std::size_t begin) const noexcept {
        const std::size_t last = json_.find_last_not_of(" \t\r\n");
        return json_[last] == '}' &&
               value_skipper(padded_ + last + 1, max_depth_ - 1).value(padded_ + begin) != nullptr;
    }

    /// The escapes from `pos` on up to the closing quote at `end`; all else in a string stage 1 has seen.
    [[nodiscard]] bool has_good_escapes(std::size_t pos, std::size_t end) const noexcept {
        while (pos < end && padded_[pos] == '\\') {
            if (simple_escape(padded_[pos + 1]) != '\0') {
                pos = find_quote(pos + 2);
            } else if (unicode_escape({padded_ + pos, 6}, 0) <= 0xffff) {
                pos = find_quote(pos + 6);
            } else {
                return false;
            }
        }
        return pos == end;
    }

    /// A scalar, and all of it.
    [[nodiscard]] bool is_grammatical(std::size_t begin, std::size_t size) const noexcept {
        const json_scan scan = json_scanner(json_, begin, 0).value();
        return scan.ok() && scan.offset == begin + size;
    }

    void note_violation(errc code, record_field field, std::size_t offset) noexcept {
        if (out_.strict_violation.code == errc::ok)
            out_.strict_violation = {code, name_of(field), shift_ + offset};
    }

    [[nodiscard]] std::size_t offset_of(const char* in_padded) const noexcept {
        return static_cast<std::size_t>(in_padded - padded_);
    }

    std::string_view json_;
    std::size_t shift_;
    const char* padded_;
    std::size_t max_depth_;
    record_fields& out_;
    simdjson::error_code failure_ = simdjson::SUCCESS;
};

}  // namespace TCCC_PUSH_KERNEL_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
