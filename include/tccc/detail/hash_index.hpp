// SPDX-License-Identifier: MIT
/// @file
/// Where is the entry with this hash? An index from keyed hashes to numbers that grows in small steps.
///
/// A thousand small tables instead of one: each grows by itself when it is full, so that the insert that makes one grow
/// moves a thousandth of all entries. The longest add to a million sessions took some 100 microseconds, all else
/// included (benchmarks/README.md). Eight bytes an entry at a load of 0.58 to 0.88, no allocation per entry. Where many
/// indexes share the entries, as shards do, they share the thousand tables too: with a thousand each, the heads alone
/// of 32 shards' tables were a megabyte, and two threads took up to a tenth longer.
#ifndef TCCC_DETAIL_HASH_INDEX_HPP
#define TCCC_DETAIL_HASH_INDEX_HPP

#include <tccc/config.hpp>
#include <tccc/detail/prefetch.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Hashes must be well mixed: the low bits choose a table, the high half is kept and compared. The entries themselves
/// lie elsewhere; who looks one up says how to tell it from others of the same half.
class hash_index {
public:
    static constexpr std::uint32_t none = 0xffff'ffff;
    /// What one entry takes on average, for accounts.
    static constexpr std::size_t bytes_per_entry = 12;

    static constexpr std::size_t usual_tables = 1024;

    /// Requires: a power of two, `usual_tables` at most.
    explicit hash_index(std::size_t tables = usual_tables) : mask_(tables - 1), tables_(tables) {}
    hash_index(const hash_index&) = delete;
    hash_index& operator=(const hash_index&) = delete;

    /// The number under `hash` for which `same(number)` is true, or `none`.
    template <class Same>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, Same&& same) const {
        const table& t = tables_[hash & mask_];
        if (t.capacity == 0) return none;
        const std::uint32_t tag = tag_of(hash);
        for (std::uint32_t i = t.home(tag); t.slots[i].number != none; i = t.next(i)) {
            if (t.slots[i].tag == tag && same(t.slots[i].number)) return t.slots[i].number;
        }
        return none;
    }

    /// Brings the first place where `find` will look nearer; nothing else.
    void prefetch(std::uint64_t hash) const noexcept {
        const table& t = tables_[hash & mask_];
        if (t.capacity != 0) detail::prefetch(&t.slots[t.home(tag_of(hash))]);
    }

    /// Room for one more entry under `hash`; throws what `new` throws, then nothing has changed.
    void reserve(std::uint64_t hash) {
        table& t = tables_[hash & mask_];
        if (t.size + 1 > t.capacity - t.capacity / 8) t.grow();
    }

    /// Requires: `reserve(hash)` since the last insert; `number` is not `none`.
    void insert(std::uint64_t hash, std::uint32_t number) noexcept {
        table& t = tables_[hash & mask_];
        t.put({tag_of(hash), number});
        ++t.size;
    }

    /// Requires: `number` is there under `hash`.
    void erase(std::uint64_t hash, std::uint32_t number) noexcept {
        table& t = tables_[hash & mask_];
        std::uint32_t hole = t.find(tag_of(hash), number);
        // What was pushed on by the entry moves back, so that no search ends early at the hole.
        for (std::uint32_t i = t.next(hole); t.slots[i].number != none; i = t.next(i)) {
            const std::uint32_t home = t.home(t.slots[i].tag);
            const bool stays = hole <= i ? (hole < home && home <= i) : (hole < home || home <= i);
            if (stays) continue;
            t.slots[hole] = t.slots[i];
            hole = i;
        }
        t.slots[hole] = {0, none};
        --t.size;
    }

    /// Requires: `from` is there under `hash`. From now on `to` is.
    void renumber(std::uint64_t hash, std::uint32_t from, std::uint32_t to) noexcept {
        table& t = tables_[hash & mask_];
        t.slots[t.find(tag_of(hash), from)].number = to;
    }

private:
    struct slot {
        std::uint32_t tag = 0;
        std::uint32_t number = none;
    };

    struct table {
        std::unique_ptr<slot[]> slots;
        std::uint32_t capacity = 0;
        std::uint32_t size = 0;

        /// Spread by multiplication, so that capacities need not be powers of two and grow by half.
        [[nodiscard]] std::uint32_t home(std::uint32_t tag) const noexcept {
            return static_cast<std::uint32_t>((std::uint64_t{tag} * capacity) >> 32U);
        }
        [[nodiscard]] std::uint32_t next(std::uint32_t i) const noexcept {
            return i + 1 == capacity ? 0 : i + 1;
        }
        [[nodiscard]] std::uint32_t find(std::uint32_t tag, std::uint32_t number) const noexcept {
            std::uint32_t i = home(tag);
            while (slots[i].number != number)
                i = next(i);
            return i;
        }
        void put(slot entry) noexcept {
            std::uint32_t i = home(entry.tag);
            while (slots[i].number != none)
                i = next(i);
            slots[i] = entry;
        }
        void grow() {
            constexpr std::uint32_t smallest = 8;
            table larger;
            larger.capacity = capacity == 0 ? smallest : capacity + capacity / 2;
            larger.slots = std::make_unique<slot[]>(larger.capacity);
            for (std::uint32_t i = 0; i < capacity; ++i) {
                if (slots[i].number != none) larger.put(slots[i]);
            }
            larger.size = size;
            *this = std::move(larger);
        }
    };

    static constexpr std::uint32_t tag_of(std::uint64_t hash) noexcept {
        return static_cast<std::uint32_t>(hash >> 32U);
    }

    std::uint64_t mask_;
    std::vector<table> tables_;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
