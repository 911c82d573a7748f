// SPDX-License-Identifier: MIT
/// @file
/// Is a body as plain as nearly all are? The paths of `parser::parse_record` that need no simdjson.
///
/// One sender writes its pushes alike: the same order, the same white space, as many digits, texts that differ. So what
/// stands between two values, from the end of the one to the begin of the next (`",\n"SessionId": "`), is learnt from
/// one body and compared whole with the next, 32 bytes at a time (`compare`). What is left are the ends of the texts:
/// where one is expected, by the size of the last such text or of the body, it is checked, elsewhere searched for. A body
/// that differs is walked from field to field in whatever order they come (`walk`); if the order is the vendor's, its
/// separators are the ones to compare with from then on.
///
/// Accepted is only what the general path accepts with the same view: the documented fields, once each, in UTF-8,
/// escapes decoded, whole numbers in range, and, where that is tolerated, fields that nobody documents. Everything else
/// is declined, untouched, and the general path decides; what was learnt never changes a result, only how fast it comes.
///
/// No load reaches behind the body. A body's last bytes are seen through a load that ends with it, shifted.
#ifndef TCCC_DETAIL_RECORD_LAYOUT_HPP
#define TCCC_DETAIL_RECORD_LAYOUT_HPP

#include <tccc/config.hpp>
#include <tccc/detail/byte_block.hpp>
#include <tccc/detail/decoded_text.hpp>
#include <tccc/detail/digits.hpp>
#include <tccc/detail/escaped_beginning.hpp>
#include <tccc/detail/mismatch.hpp>
#include <tccc/detail/record_fields.hpp>
#include <tccc/detail/record_keys.hpp>
#include <tccc/detail/record_text.hpp>
#include <tccc/detail/value_skipper.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/record_push.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {
inline namespace TCCC_PUSH_BLOCK_NAMESPACE {

class record_layout {
public:
    /// Fills `push`, which is as made by default, and returns true; or declines. Requires `decoded.start` for this body.
    bool match(std::string_view body, const parse_options& options, decoded_text& decoded,
               record_push_view& push) noexcept {
        const char* const end = body.data() + body.size();
        if (body.size() >= shortest_) [[likely]] {
            if (compare(body.data(), end, decoded, push) != nullptr) [[likely]]
                return true;
            decoded.restart();
            push = blank_;
        }
        return walk(body, options, decoded, push);
    }

    /// The same for what may be a line: `body` is followed by a line feed, and whether it holds another one is not known.
    /// If it is as the one before, it does not. Otherwise declines, and `push` is of no use.
    bool match_line(std::string_view body, decoded_text& decoded, record_push_view& push) noexcept {
        return body.size() >= shortest_ && in_one_line_ &&
               compare(body.data(), body.data() + body.size(), decoded, push) != nullptr;
    }

    /// A push as made by default, to be copied: what is cleared in place g++ clears by `rep stos`, and `for_each_push` took
    /// 45 ns a push instead of 41. The compiler does not know that this one stays as it is.
    [[nodiscard]] const record_push_view& blank() const noexcept { return blank_; }

private:
    using separator = pattern<block_size>;

    /// Up to the end of the first text's window nothing is asked for the body's end: two separators, a number and a
    /// window reach no further.
    static constexpr std::size_t first_stretch = 2 * block_size + number_block + window;

    static constexpr std::size_t longest_timestamp = 11;  // digits: below `first_millisecond`

    /// One session is as long as the other, a UUID: if this one is too, what follows is where it was expected, and its
    /// loads need not wait for the end of this search. (Shorter than a block, it is searched for.)
    TCCC_PUSH_ALWAYS_INLINE std::string_view read_session(const char*& at, std::uint64_t& ends) noexcept {
        if (is_plain_text(at, session_size_)) [[likely]] {
            const std::string_view text(at, session_size_);
            at += session_size_;
            return text;
        }
        const std::string_view text = read_short_text(at, ends);
        if (text.size() >= block_size) session_size_ = text.size();
        return text;
    }

    /// How a URL of this sender is written.
    struct url_habit {
        escaped_beginning beginning;
        bool plain = true;  ///< Without a stop byte but its quote, as far as is known.
        /// The last one that was searched was not what `plain` says; a second such one changes it.
        bool missed = false;

        void learn(bool was_plain) noexcept {
            if (was_plain == plain) {
                missed = false;
            } else if (std::exchange(missed, !missed)) {
                plain = was_plain;
            }
        }
    };

    /// `read_text`, but that a text of `size` bytes is expected, with a byte behind it.
    TCCC_PUSH_ALWAYS_INLINE static bool read_url(const char*& at, const char* end, std::size_t size,
                                                 decoded_text& decoded, url_habit& habit,
                                                 std::string_view& out) noexcept {
        if (habit.plain && size >= block_size && is_plain_text(at, size)) [[likely]] {
            out = {at, size};
            at += size;
            return true;
        }
        bool stopped = false;
        if (!read_text(at, end, decoded, &habit.beginning, out, stopped)) return false;
        habit.learn(!stopped);
        return true;
    }

    static std::chrono::sys_seconds time_of(std::uint64_t seconds) noexcept {
        return std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
    }

    /// Reads the body at `at`, if it is as the one that was learnt; returns its end, or null. (A bool, and g++ 12 needs 27
    /// instructions more.) Requires: `shortest_` bytes.
    const char* compare(const char* at, const char* end, decoded_text& decoded,
                        record_push_view& push) noexcept {
        const auto left = [&] { return static_cast<std::size_t>(end - at); };
        mismatch wrong;
        std::uint64_t ends = 0;
        wrong.text(at, separators_[0]);
        at += sizes_[0] + app_digits_;
        const std::uint64_t app = wrong.number(at, app_);
        wrong.text(at, separators_[1]);
        at += sizes_[1];
        push.record_id = read_short_text(at, ends);
        if (left() < block_size + window) return nullptr;
        wrong.text(at, separators_[2]);
        at += sizes_[2];
        push.session_id = read_session(at, ends);
        if (left() < behind_session_) return nullptr;
        wrong.text(at, separators_[3]);
        at += sizes_[3] + timestamp_digits_;
        const std::uint64_t timestamp = wrong.number(at, timestamp_);
        wrong.text(at, separators_[4]);
        at += sizes_[4];
        const std::string_view user = read_name(at, ends);
        if (left() < block_size) return nullptr;
        wrong.text(at, separators_[5]);
        at += sizes_[5];
        if (wrong.found() || (ends & 1) != 0 || app < smallest_app_ || timestamp < smallest_timestamp_)
            return nullptr;
        if (left() < tail_size_) return nullptr;
        // The last text ends where the tail begins. Is this one the last? If another followed, more would be left; then this
        // one may be as long as the last RecordURL was. To check an end takes less than to find it, and what follows need
        // not wait (benchmarks/README.md, dead ends).
        const std::size_t rest = left() - tail_size_;
        const std::size_t expected = rest < url_size_ + sizes_[6] ? rest : url_size_;
        const char* const url_begin = at;
        std::string_view url;
        if (!read_url(at, end, expected, decoded, urls_[0], url)) return nullptr;
        if (!at_tail(at, end)) {
            if (left() < block_size) return nullptr;
            url_size_ = static_cast<std::size_t>(at - url_begin);
            wrong.text(at, separators_[6]);
            at += sizes_[6];
            std::string_view custom;
            if (wrong.found() || left() < tail_size_ ||
                !read_url(at, end, left() - tail_size_, decoded, urls_[1], custom) || !at_tail(at, end))
                return nullptr;
            push.custom_record_url = custom;
        } else if (expected != rest) {
            url_size_ = rest;
        }
        wrong.text(end - block_size, tail_at_end_);
        if (wrong.found()) return nullptr;
        push.sdk_app_id = static_cast<std::int64_t>(app);
        push.timestamp = time_of(timestamp);
        push.endpoint_user = user;
        push.record_url = url;
        return at + tail_size_;
    }

    /// Does what follows the last value begin at `at`? Its distance says so; that it is the right text is asked later.
    TCCC_PUSH_ALWAYS_INLINE bool at_tail(const char* at, const char* end) const noexcept {
        return static_cast<std::size_t>(end - at) == tail_size_;
    }

    /// Behind white space and this byte.
    TCCC_PUSH_ALWAYS_INLINE static bool expect(const char*& at, char expected) noexcept {
        value_skipper::skip_space(at);
        return *at++ == expected;
    }

    /// Some text, of the body or decoded. Unlike a string_view it begins uninitialised: see `blank`.
    struct stretch {
        const char* begin;
        std::size_t size;
        [[nodiscard]] std::string_view text() const noexcept { return {begin, size}; }
    };
    using separators = std::array<stretch, record_field_count + 1>;

    bool walk(std::string_view body, const parse_options& options, decoded_text& decoded,
              record_push_view& push) noexcept;
    void learn(const separators& between, std::size_t fields, std::size_t app_digits,
               std::size_t timestamp_digits) noexcept;

    [[nodiscard]] escaped_beginning* beginning_of(record_field field) noexcept {
        if (field == record_field::record_url) return &urls_[0].beginning;
        return field == record_field::custom_record_url ? &urls_[1].beginning : nullptr;
    }

    std::array<separator, record_field_count> separators_{};
    std::array<std::size_t, record_field_count> sizes_{};
    pattern<number_block> app_{};
    pattern<number_block> timestamp_{};
    separator tail_at_end_{};
    std::size_t tail_size_ = 0;
    std::size_t app_digits_ = 0;
    std::size_t timestamp_digits_ = 0;
    std::size_t session_size_ =
        block_size;  ///< From that to `window` - 1: so much is read without a question.
    /// Of a RecordURL with something behind it, or of one that was not as long as those; none yet.
    std::size_t url_size_ = std::numeric_limits<std::size_t>::max() / 2;
    std::uint64_t smallest_app_ = 0;  ///< Of as many digits: below, the first one is a zero.
    std::uint64_t smallest_timestamp_ = 0;
    std::size_t behind_session_ = 0;  ///< What is read from there without a look at the body's end.
    std::size_t shortest_ =
        std::numeric_limits<std::size_t>::max();  ///< That is compared; nothing until then.
    bool in_one_line_ = false;
    record_push_view blank_{};
    std::array<url_habit, 2> urls_{};  ///< Of the RecordURL; of the CustomRecordURL.
};

/// Reads `body` field by field, in any order.
inline bool record_layout::walk(std::string_view body, const parse_options& options, decoded_text& decoded,
                                record_push_view& push) noexcept {
    const std::size_t last = body.find_last_not_of(" \t\r\n");
    if (body.size() < window || body[last == body.npos ? 0 : last] != '}') return false;
    // With that '}' at its end, white space and numbers end by themselves.
    const char* at = body.data();
    const char* const end = at + last + 1;
    if (end - at < static_cast<std::ptrdiff_t>(window)) return false;
    const value_skipper skipper(end, options.max_depth - 1);
    separators between;  // as long as the order is the vendor's
    bool vendors_order = true;
    std::size_t count = 0;
    unsigned seen = 0;
    std::array<std::uint64_t, record_field_count> numbers;  // set when seen, as these:
    std::array<std::size_t, record_field_count> digits;
    std::array<stretch, record_field_count> texts;
    if (!expect(at, '{')) return false;
    for (const char* begin = body.data();;) {
        if (!expect(at, '"')) return false;
        const record_key* const key = find_record_key(at, end);
        if (key == nullptr) {
            bool escaped = false;
            at = skipper.string(at, escaped);
            // With an escape it may be one of ours after all.
            if (options.strict || at == nullptr || escaped || !expect(at, ':')) return false;
            at = skipper.value(at);
            if (at == nullptr || at == end) return false;
            push.drift |= anomaly::unknown_field;
            vendors_order = false;
        } else {
            const std::size_t field = static_cast<std::size_t>(key->field);
            const unsigned bit = 1U << field;
            if ((seen & bit) != 0) return false;
            seen |= bit;
            at += key->size;
            if (!expect(at, ':')) return false;
            value_skipper::skip_space(at);
            if (!key->is_number && *at++ != '"') return false;
            vendors_order = vendors_order && count == field;
            if (vendors_order) between[count] = {begin, static_cast<std::size_t>(at - begin)};
            ++count;
            begin = at;
            if (key->is_number) {
                at = read_digits(at, end, numbers[field]);
                digits[field] = static_cast<std::size_t>(at - begin);
                if (at == begin || (*begin == '0' && digits[field] != 1)) return false;
                begin = at;
            } else {
                std::string_view text;
                bool stopped = false;
                if (!read_text(at, end, decoded, beginning_of(key->field), text, stopped)) return false;
                texts[field] = {text.data(), text.size()};
                begin = at++;
            }
        }
        value_skipper::skip_space(at);
        const char next = *at++;
        if (next == ',') continue;
        if (next != '}' || at != end) return false;
        between[count] = {begin, static_cast<std::size_t>(body.data() + body.size() - begin)};
        break;
    }
    constexpr auto number = [](record_field field) { return static_cast<std::size_t>(field); };
    constexpr std::size_t app = number(record_field::sdk_app_id);
    constexpr std::size_t timestamp = number(record_field::timestamp);
    constexpr unsigned identity = 0b0011111;
    constexpr unsigned url = 0b0100000;
    constexpr unsigned custom = 0b1000000;
    if ((seen & identity) != identity || (seen & (url | custom)) == 0) return false;
    if (numbers[timestamp] >= static_cast<std::uint64_t>(first_millisecond)) return false;
    push.sdk_app_id = static_cast<std::int64_t>(numbers[app]);
    const auto text = [&](record_field field) { return texts[number(field)].text(); };
    push.record_id = text(record_field::record_id);
    push.session_id = text(record_field::session_id);
    push.timestamp = time_of(numbers[timestamp]);
    push.endpoint_user = text(record_field::endpoint_user);
    if ((seen & url) != 0) push.record_url = text(record_field::record_url);
    if ((seen & custom) != 0) push.custom_record_url = text(record_field::custom_record_url);
    if (vendors_order) learn(between, count, digits[app], digits[timestamp]);
    return true;
}

/// From now on, separators are expected to be these: one before each of `fields` values, one behind the last.
inline void record_layout::learn(const separators& between, std::size_t fields, std::size_t app_digits,
                                 std::size_t timestamp_digits) noexcept {
    for (std::size_t i = 0; i <= fields; ++i) {
        if (between[i].size > block_size) return;
    }
    // A number is read by a load that ends with it: with the separator before it, it has to be as long as that.
    constexpr std::size_t shortest_number = 4;
    if (app_digits < shortest_number || app_digits > number_block) return;
    if (timestamp_digits < shortest_number || timestamp_digits > longest_timestamp) return;
    const auto learn_number = [](std::size_t digits, pattern<number_block>& counted, std::size_t& size,
                                 std::uint64_t& smallest) {
        counted =
            pattern<number_block>::of(std::string_view("0000000000000000", digits), number_block - digits);
        size = digits;
        for (smallest = 1; digits > 1; --digits) {
            smallest *= 10;
        }
    };
    learn_number(app_digits, app_, app_digits_, smallest_app_);
    learn_number(timestamp_digits, timestamp_, timestamp_digits_, smallest_timestamp_);
    in_one_line_ = true;
    for (std::size_t i = 0; i < fields; ++i) {
        separators_[i] = separator::of(between[i].text(), 0);
        sizes_[i] = between[i].size;
    }
    for (std::size_t i = 0; i < record_field_count; ++i) {
        const std::string_view bytes(separators_[i].bytes.data(), sizes_[i]);
        in_one_line_ = in_one_line_ && bytes.find('\n') == bytes.npos;
    }
    tail_size_ = between[fields].size;
    in_one_line_ = in_one_line_ && between[fields].text().find('\n') == std::string_view::npos;
    tail_at_end_ = separator::of(between[fields].text(), block_size - tail_size_);
    behind_session_ = sizes_[3] + timestamp_digits_ + sizes_[4] + window;
    shortest_ = first_stretch;
}

}  // namespace TCCC_PUSH_BLOCK_NAMESPACE
}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
