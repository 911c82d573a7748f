// SPDX-License-Identifier: MIT
/// @file
/// Which free block is large enough, and what becomes of the rest of it? Blocks with their sizes in front, and lists of
/// those that are free.
#ifndef TCCC_DETAIL_FREE_BLOCKS_HPP
#define TCCC_DETAIL_FREE_BLOCKS_HPP

#include <tccc/config.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define TCCC_PUSH_POISONS_BLOCKS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TCCC_PUSH_POISONS_BLOCKS
#endif
#endif
#if defined(TCCC_PUSH_POISONS_BLOCKS)
#include <sanitizer/asan_interface.h>
#endif

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// A block is named by where its user's bytes begin. The word in the 4 bytes before that says: size in units << 2 |
/// whether the block before it is free << 1 | whether this one is. The next block's word ends it; behind the last one is
/// a word of size 0. A free block has its links where the user's bytes were, and its size once more at its end, so that
/// the next one finds its beginning. No two neighbours are free. Under the address sanitizer, all else of it is poisoned.
///
/// One more block, at the end of its row, is what others are cut from: it counts as in use, and grows when its neighbour is
/// released. A cut writes two words; taking from a list writes to three blocks, one of them far away, which cost two threads
/// with a lock between them as many cache lines.
class free_blocks {
public:
    static constexpr std::size_t unit = 8;
    static constexpr std::size_t word_bytes = sizeof(std::uint32_t);

    /// What a block for so many bytes takes.
    static constexpr std::size_t units_for(std::size_t size) noexcept {
        return std::max((size + word_bytes + unit - 1) / unit, least_units);
    }
    static std::size_t units_of(const char* block) noexcept { return word_of(block) >> 2U; }
    /// The next block, or the end.
    static char* behind(char* block) noexcept { return block + units_of(block) * unit; }
    /// Writes the end of a row of blocks.
    static void end_at(char* end) noexcept { set_word(end, 0); }

    /// A free block of that size, or from 1 KB on of the next of four sizes a doubling; null if there is none.
    [[nodiscard]] char* find_like(std::size_t units) const noexcept {
        const std::size_t list = list_for(units);
        return list < lists ? heads_[list] : nullptr;
    }
    /// A free block that is larger, or null: one of which as much again is left, if there is one. What lies between would leave
    /// crumbs behind and is the last resort.
    [[nodiscard]] char* find_larger(std::size_t units) const noexcept {
        char* const large = first_from(list_for(units * 2));
        return large != nullptr ? large : first_from(list_for(units));
    }

    /// How much can be cut.
    [[nodiscard]] std::size_t units_to_cut() const noexcept { return cut_units_; }
    [[nodiscard]] bool is_cut(const char* block) const noexcept { return block == cut_; }
    /// Takes the first `units` of what can be cut, and a rest that would make no block. Requires so many.
    [[nodiscard]] char* cut(std::size_t units) noexcept {
        char* const block = cut_;
        cut_units_ -= units;
        if (cut_units_ < least_units) {
            units += cut_units_;
            cut_units_ = 0;
            cut_ = nullptr;
        } else {
            cut_ += units * unit;
        }
        unpoison(block, units * unit);
        set_word(block, units << 2U);
        if (cut_ != nullptr) set_word(cut_, cut_units_ << 2U);
        return block;
    }
    /// From now on, blocks are cut from this one, which is free and at the end of its row.
    void cut_from(char* block) noexcept {
        stop_cutting();
        unlink(block);
        cut_ = block;
        cut_units_ = units_of(block);
        poison(block, cut_units_ * unit - 2 * word_bytes);
        set_word(block, cut_units_ << 2U);
        char* const end = behind(block);
        set_word(end, word_of(end) & ~previous_free_bit);
    }
    /// What could be cut becomes a free block; the one before it is in use.
    void stop_cutting() noexcept {
        if (cut_ == nullptr) return;
        enlist(cut_, cut_units_);
        tell_next(cut_);
        cut_ = nullptr;
        cut_units_ = 0;
    }

    /// Takes the free `block` for use, and leaves what is beyond `units` free where that makes a block.
    void take(char* block, std::size_t units) noexcept {
        const std::size_t all = units_of(block);
        unlink(block);
        if (all - units < least_units) {
            units = all;
            char* const next = block + units * unit;
            set_word(next, word_of(next) & ~previous_free_bit);
            unpoison(block, units * unit);
        } else {
            unpoison(block, units * unit);
            enlist(block + units * unit, all - units);  // what is behind that knows already
        }
        set_word(block, units << 2U);
    }

    /// Makes `block`, which was in use, free, together with its neighbours that are, or lets it be cut with what follows;
    /// returns the whole.
    char* release(char* block) noexcept {
        const std::uint32_t word = word_of(block);
        std::size_t units = word >> 2U;
        poison(block, units * unit - 2 * word_bytes);
        char* const next = block + units * unit;
        if (next == cut_) {
            units += cut_units_;
        } else if (const std::uint32_t next_word = word_of(next); (next_word & free_bit) != 0) {
            units += next_word >> 2U;
            unlink(next);
        }
        if ((word & previous_free_bit) != 0) {
            std::uint32_t before = 0;
            std::memcpy(&before, block - 2 * word_bytes, word_bytes);
            block -= before * unit;
            units += before;
            unlink(block);
        }
        if (next == cut_) {
            cut_ = block;
            cut_units_ = units;
            set_word(block, units << 2U);
            poison(block, static_cast<std::size_t>(next - block));  // what follows is
        } else {
            enlist(block, units);
            tell_next(block);
        }
        return block;
    }

    /// Makes so many units of new memory a free block; the next block, or the end, must be there.
    void add(char* block, std::size_t units) noexcept {
        poison(block, units * unit - 2 * word_bytes);
        enlist(block, units);
        tell_next(block);
    }

    /// Takes a free block out of its list.
    void unlink(char* block) noexcept {
        const links l = links_of(block);
        if (l.next != nullptr) links_of(l.next).previous = l.previous;
        if (l.previous != nullptr) {
            links_of(l.previous).next = l.next;
            return;
        }
        const std::size_t list = list_of(units_of(block));
        heads_[list] = l.next;
        if (l.next == nullptr) filled_[list / 64] &= ~(std::uint64_t{1} << list % 64);
    }

    static void poison([[maybe_unused]] char* begin, [[maybe_unused]] std::size_t size) noexcept {
#if defined(TCCC_PUSH_POISONS_BLOCKS)
        ASAN_POISON_MEMORY_REGION(begin, size);
#endif
    }
    static void unpoison([[maybe_unused]] char* begin, [[maybe_unused]] std::size_t size) noexcept {
#if defined(TCCC_PUSH_POISONS_BLOCKS)
        ASAN_UNPOISON_MEMORY_REGION(begin, size);
#endif
    }

private:
    struct links {
        char* previous;
        char* next;
    };
    static constexpr std::size_t least_units = (sizeof(links) + 2 * word_bytes + unit - 1) / unit;
    static constexpr std::uint32_t free_bit = 1;
    static constexpr std::uint32_t previous_free_bit = 2;

    // A list for each size below 1 KB, then four for each doubling; the last has all from 56 MB on.
    static constexpr std::size_t exact_bits = 7;
    static constexpr std::size_t exact = std::size_t{1} << exact_bits;
    static constexpr std::size_t lists = 192;
    static constexpr std::size_t log_of(std::size_t units) noexcept {
        return static_cast<std::size_t>(std::bit_width(units)) - 1;
    }
    static constexpr std::size_t unbounded_list_of(std::size_t units) noexcept {
        if (units < exact) return units;
        const std::size_t log = log_of(units);
        return exact + (log - exact_bits) * 4 + (units >> (log - 2) & 3U);
    }
    static constexpr std::size_t list_of(std::size_t units) noexcept {
        return std::min(unbounded_list_of(units), lists - 1);
    }
    /// The first list in which every block is so large; none, if that is not below `lists`.
    static constexpr std::size_t list_for(std::size_t units) noexcept {
        return units < exact ? units : unbounded_list_of(units + (std::size_t{1} << (log_of(units) - 2)) - 1);
    }
    [[nodiscard]] char* first_from(std::size_t list) const noexcept {
        if (list >= lists) return nullptr;
        std::size_t word = list / 64;
        std::uint64_t bits = filled_[word] & (~std::uint64_t{0} << list % 64);
        while (bits == 0 && ++word < filled_.size())
            bits = filled_[word];
        return bits == 0 ? nullptr : heads_[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))];
    }

    static std::uint32_t word_of(const char* block) noexcept {
        std::uint32_t word = 0;
        std::memcpy(&word, block - word_bytes, word_bytes);
        return word;
    }
    static void set_word(char* block, std::size_t word) noexcept {
        const auto stored = static_cast<std::uint32_t>(word);
        std::memcpy(block - word_bytes, &stored, word_bytes);
    }
    /// Tells the block behind this one that it is free.
    static void tell_next(char* block) noexcept {
        char* const next = behind(block);
        set_word(next, word_of(next) | previous_free_bit);
    }
    /// Puts a block into its list. It writes to its end, which may be far away, but does not read there.
    void enlist(char* block, std::size_t units) noexcept {
        set_word(block, units << 2U | free_bit);
        char* const next = block + units * unit;
        const auto size = static_cast<std::uint32_t>(units);
        std::memcpy(next - 2 * word_bytes, &size, word_bytes);
        unpoison(block, sizeof(links));
        const std::size_t list = list_of(units);
        char*& head = heads_[list];
        ::new (static_cast<void*>(block)) links{nullptr, head};
        if (head != nullptr) links_of(head).previous = block;
        head = block;
        filled_[list / 64] |= std::uint64_t{1} << list % 64;
    }

    static links& links_of(char* block) noexcept { return *std::launder(reinterpret_cast<links*>(block)); }

    // What each cut writes stands together.
    char* cut_ = nullptr;
    std::size_t cut_units_ = 0;
    std::array<std::uint64_t, lists / 64> filled_{};
    std::array<char*, lists> heads_{};
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#undef TCCC_PUSH_POISONS_BLOCKS

#endif
