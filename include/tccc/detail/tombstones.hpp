// SPDX-License-Identifier: MIT
/// @file
/// What has been handed out already? A compact memory of closed sessions: hashes instead of text, some 100 bytes for a
/// session of two recordings.
#ifndef TCCC_DETAIL_TOMBSTONES_HPP
#define TCCC_DETAIL_TOMBSTONES_HPP

#include <tccc/config.hpp>
#include <tccc/detail/hash_index.hpp>
#include <tccc/detail/push_digest.hpp>
#include <tccc/detail/siphash.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Tombstones in the order of their closing: a queue of records of different length in blocks of memory, and an index
/// by the hash of (SdkAppId, SessionId). A session that is closed anew gets a record at the back that knows all that
/// the one before knew; that one is dead, and goes when it comes to the front.
///
/// Hashes are keyed, 64 bits wide, and compared within one session; that two of its pushes collide is a
/// matter of one in 10^18. Two sessions that collide share a tombstone: then the second is handed out as an
/// amendment, not lost.
class tombstone_table {
public:
    /// `tables`: of the index.
    tombstone_table(hash_key key, std::size_t tables) : index_(tables), digest_(key) {}
    tombstone_table(const tombstone_table&) = delete;
    tombstone_table& operator=(const tombstone_table&) = delete;

    /// A tombstone; ends with the next change of the table.
    struct view {
        const std::uint64_t* words = nullptr;
        [[nodiscard]] explicit operator bool() const noexcept { return words != nullptr; }
        [[nodiscard]] std::uint32_t revision() const noexcept {
            return static_cast<std::uint32_t>(words[2] >> 32U);
        }
    };

    [[nodiscard]] const push_digest& digest() const noexcept { return digest_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// By what is remembered, dead records until they are gone included.
    [[nodiscard]] std::size_t bytes() const noexcept {
        return size_ * hash_index::bytes_per_entry + words_ * sizeof(std::uint64_t);
    }
    /// What a tombstone for so many pushes takes.
    static constexpr std::size_t bytes_for(std::size_t pushes) noexcept {
        return hash_index::bytes_per_entry + (head_words + pushes * seen_words) * sizeof(std::uint64_t);
    }

    void prefetch(std::uint64_t hash) const noexcept { index_.prefetch(hash); }

    [[nodiscard]] view find(std::uint64_t hash) const {
        const std::uint32_t pos = position(hash);
        return pos == hash_index::none ? view{} : view{at(pos)};
    }

    /// True when `push` says something that was not handed out with `grave`: another recording, a greater URL (or one of
    /// the same time stamp: which is greater, the hashes do not tell, and the consumer's `merge` decides), another
    /// custom URL; a call record that is greater, or may be; a voicemail that is not known.
    template <class Push>
    [[nodiscard]] bool is_news(view grave, const Push& push) const {
        const seen_push fresh = digest_.of(push);
        novelty news;
        for (std::size_t i = 0; i < count_of(grave.words); ++i) {
            const seen_push known = seen_at(grave.words, i);
            if (known.key == fresh.key) compare(known, fresh, push, news);
        }
        return news.all || news.url || (news.custom_url && fresh.custom_url != 0);
    }

    /// Room for a tombstone, made before its session is given away, so that a sink may throw and `fill` may not.
    class grave_slot {
    public:
        /// For what is in `s`, handed out with its revision, and for what was handed out before; at most `max_seen`
        /// pushes, those of `s` first.
        grave_slot(tombstone_table& table, std::uint64_t hash, const session& s, std::size_t max_seen)
            : table_(table), hash_(hash), revision_(s.revision) {
            std::vector<seen_push>& seen = table_.scratch_;
            seen.clear();
            for (const track& t : s.tracks)
                seen.push_back(table_.digest_.of(as_view(t.push)));
            if (s.call_record) seen.push_back(table_.digest_.of(*s.call_record));
            for (const voicemail_push& mail : s.voicemails)
                seen.push_back(table_.digest_.of(as_view(mail)));
            table_.add_known(hash, seen);
            const std::size_t limit = std::clamp<std::size_t>(max_seen, 1, most_seen);
            if (seen.size() > limit) {
                forgotten_ = seen.size() - limit;
                seen.resize(limit);
            }
            table_.index_.reserve(hash);
            table_.reserve(head_words + seen.size() * seen_words);
        }
        grave_slot(const grave_slot&) = delete;
        grave_slot& operator=(const grave_slot&) = delete;

        /// Returns how many pushes were forgotten for want of room.
        std::size_t fill(std::chrono::sys_seconds now) noexcept {
            table_.bury(hash_, revision_, now);
            return forgotten_;
        }

    private:
        tombstone_table& table_;
        std::uint64_t hash_;
        std::uint32_t revision_;
        std::size_t forgotten_ = 0;
    };

    /// True when positions in the index are about to repeat: forget the oldest.
    [[nodiscard]] bool too_long() const noexcept { return back_ - front_ > (std::uint64_t{1} << 31U); }

    /// When the longest closed session was closed. Requires `size() != 0`.
    [[nodiscard]] std::chrono::sys_seconds oldest() const noexcept {
        return std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(at(front_)[1])));
    }

    void forget_oldest() noexcept {
        index_.erase(at(front_)[0], number_of(front_));
        --size_;
        pop_front();
        drop_dead();
    }

private:
    // A record: the session's hash, which is not 0; when it was closed; revision << 32 | dead << 31 | how many pushes;
    // the pushes. No record lies in two blocks: where one does not fit, a word of 0 says that the next block goes on.
    static constexpr std::size_t head_words = 3;
    static constexpr std::size_t seen_words = 4;
    static constexpr std::size_t block_words = 8192;
    static constexpr std::size_t most_seen = (block_words - head_words) / seen_words;
    static constexpr std::uint64_t dead_bit = std::uint64_t{1} << 31U;

    using block = std::unique_ptr<std::uint64_t[]>;

    /// What of a push has not been handed out.
    struct novelty {
        bool all = true;
        bool url = true;
        bool custom_url = true;
    };

    static void compare(const seen_push& known, const seen_push& fresh, const record_push_view&,
                        novelty& news) noexcept {
        const auto rank = [](const seen_push& p) { return std::pair(p.url != 0, p.timestamp); };
        news.all = false;
        if (rank(known) > rank(fresh) || (rank(known) == rank(fresh) && known.url == fresh.url))
            news.url = false;
        if (known.custom_url == fresh.custom_url) news.custom_url = false;
    }
    template <class S>
    static void compare(const seen_push& known, const seen_push& fresh, const basic_cdr_push<S>&,
                        novelty& news) noexcept {
        const auto rank = [](const seen_push& p) { return std::pair(p.timestamp, p.custom_url); };
        news.all = false;
        news.custom_url = false;
        if (rank(known) > rank(fresh) || (rank(known) == rank(fresh) && known.url == fresh.url))
            news.url = false;
    }
    static void compare(const seen_push&, const seen_push&, const voicemail_push_view&,
                        novelty& news) noexcept {
        news = {false, false, false};
    }

    static std::size_t count_of(const std::uint64_t* record) noexcept {
        return static_cast<std::size_t>(record[2] & (dead_bit - 1));
    }
    static seen_push seen_at(const std::uint64_t* record, std::size_t i) noexcept {
        const std::uint64_t* const words = record + head_words + i * seen_words;
        return {words[0], static_cast<std::int64_t>(words[1]), words[2], words[3]};
    }

    // Positions count words since the first block; in the index they are kept modulo 2^32, which is 32 GiB.
    static std::uint32_t number_of(std::uint64_t pos) noexcept { return static_cast<std::uint32_t>(pos); }
    [[nodiscard]] const std::uint64_t* at(std::uint64_t pos) const noexcept {
        return blocks_[static_cast<std::size_t>(pos / block_words - first_block_)].get() + pos % block_words;
    }
    [[nodiscard]] std::uint64_t* at(std::uint64_t pos) noexcept {
        return blocks_[static_cast<std::size_t>(pos / block_words - first_block_)].get() + pos % block_words;
    }
    [[nodiscard]] const std::uint64_t* at_number(std::uint32_t number) const noexcept {
        return at(front_ + static_cast<std::uint32_t>(number - number_of(front_)));
    }
    [[nodiscard]] std::uint32_t position(std::uint64_t hash) const {
        return index_.find(hash, [&](std::uint32_t number) { return at_number(number)[0] == hash; });
    }

    /// Appends what the record of this session knows to `seen`, unless it is there already.
    void add_known(std::uint64_t hash, std::vector<seen_push>& seen) const {
        const view grave = find(hash);
        if (!grave) return;
        const auto fresh = static_cast<std::ptrdiff_t>(seen.size());
        for (std::size_t i = 0; i < count_of(grave.words); ++i) {
            const seen_push known = seen_at(grave.words, i);
            if (std::find(seen.begin(), seen.begin() + fresh, known) == seen.begin() + fresh)
                seen.push_back(known);
        }
    }

    /// Room for a record of so many words at the back.
    void reserve(std::size_t words) {
        reserved_ = back_;
        if (back_ % block_words + words > block_words) reserved_ = (back_ / block_words + 1) * block_words;
        while (reserved_ / block_words - first_block_ >= blocks_.size()) {
            blocks_.push_back(spare_ != nullptr ? std::move(spare_) : block(new std::uint64_t[block_words]));
        }
    }

    /// Writes what lies in `scratch_` to where `reserve` found room.
    void bury(std::uint64_t hash, std::uint32_t revision, std::chrono::sys_seconds now) noexcept {
        if (reserved_ != back_) {
            if (back_ % block_words != 0) at(back_)[0] = 0;
        }
        std::uint64_t* const record = at(reserved_);
        record[0] = hash;
        record[1] = static_cast<std::uint64_t>(now.time_since_epoch().count());
        record[2] = std::uint64_t{revision} << 32U | scratch_.size();
        std::uint64_t* out = record + head_words;
        for (const seen_push& push : scratch_) {
            *out++ = push.key;
            *out++ = static_cast<std::uint64_t>(push.timestamp);
            *out++ = push.url;
            *out++ = push.custom_url;
        }
        const std::uint32_t before = position(hash);
        if (before != hash_index::none) {
            words_at(before)[2] |= dead_bit;
            index_.renumber(hash, before, number_of(reserved_));
        } else {
            index_.insert(hash, number_of(reserved_));
            ++size_;
        }
        const std::size_t words = head_words + scratch_.size() * seen_words;
        back_ = reserved_ + words;
        words_ += words;
        drop_dead();
    }

    [[nodiscard]] std::uint64_t* words_at(std::uint32_t number) noexcept {
        return at(front_ + static_cast<std::uint32_t>(number - number_of(front_)));
    }

    void pop_front() noexcept {
        const std::size_t words = head_words + count_of(at(front_)) * seen_words;
        words_ -= words;
        front_ += words;
    }

    /// Brings `front_` to a record that is alive, or to the end; gives back the blocks before it.
    void drop_dead() noexcept {
        while (front_ != back_) {
            if (front_ % block_words != 0 && at(front_)[0] == 0) {
                front_ = (front_ / block_words + 1) * block_words;
            } else if ((at(front_)[2] & dead_bit) != 0) {
                pop_front();
            } else {
                break;
            }
        }
        while (first_block_ < front_ / block_words && !blocks_.empty()) {
            spare_ = std::move(blocks_.front());
            blocks_.pop_front();
            ++first_block_;
        }
    }

    hash_index index_;
    push_digest digest_;
    std::vector<seen_push> scratch_;  // what goes into the next record; kept for its capacity
    std::deque<block> blocks_;
    block spare_;
    std::uint64_t first_block_ = 0;
    std::uint64_t front_ = 0;
    std::uint64_t back_ = 0;
    std::uint64_t reserved_ = 0;
    std::size_t size_ = 0;   // records that are alive
    std::size_t words_ = 0;  // of all records
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
