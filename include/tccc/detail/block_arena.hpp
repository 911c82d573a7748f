// SPDX-License-Identifier: MIT
/// @file
/// Where does the text of the open sessions lie? In blocks of any size, cut from chunks that belong to one owner.
///
/// With the general allocator, an `add` to warm memory took an eighth to a fifth longer; and in every thread but the
/// first, glibc's asks the system for each 4 KB.
#ifndef TCCC_DETAIL_BLOCK_ARENA_HPP
#define TCCC_DETAIL_BLOCK_ARENA_HPP

#include <tccc/config.hpp>
#include <tccc/detail/free_blocks.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// Gives memory that is aligned for 8 bytes, and takes it back one block at a time or, when it ends, as a whole.
///
/// Chunks come from operator new: the first has 16 KB, each further one a sixteenth of what is held by then, 2 MB at
/// most; a block above a quarter of that gets a chunk of its own size. A chunk in which nothing is in use stays while
/// all such chunks are at most 2 MB, or an eighth of what is held: so a steady coming and going does not allocate, and
/// of a wave that has gone 2 MB stay.
///
/// Threads: none inside, and no locks: one thread at a time.
class block_arena {
public:
    /// What each block takes beside its own size, rounded up to 8 together with that.
    static constexpr std::size_t bytes_per_block = free_blocks::word_bytes;

    block_arena() noexcept = default;
    block_arena(const block_arena&) = delete;
    block_arena& operator=(const block_arena&) = delete;
    ~block_arena() {
        free_all(used_);
        free_all(idle_);
    }

    /// What the chunks take, and those of them in which nothing is in use.
    [[nodiscard]] std::size_t held_bytes() const noexcept { return held_bytes_; }
    [[nodiscard]] std::size_t idle_bytes() const noexcept { return idle_bytes_; }

    /// Throws what `new` throws, then nothing has changed. Requires `size` of 4 GiB at most.
    [[nodiscard]] char* allocate(std::size_t size) {
        const std::size_t units = free_blocks::units_for(size);
        char* block = free_.find_like(units);
        if (block == nullptr) {
            if (free_.units_to_cut() >= units) return free_.cut(units);
            block = free_.find_larger(units);
            if (block == nullptr) block = add_chunk(units);
        }
        if (idle_ !=
            nullptr) {  // else not asked: the answer stands at the block's end, which may be far away
            if (chunk* const whole = chunk_of_all(block); whole != nullptr) {
                move(*whole, idle_, used_);
                idle_bytes_ -= whole->bytes;
                if (free_blocks::units_of(block) - units > free_.units_to_cut()) {
                    free_.cut_from(block);
                    return free_.cut(units);
                }
            }
        }
        free_.take(block, units);
        return block;
    }

    /// Gives back what `allocate` gave.
    void release(char* block) noexcept {
        char* const joined = free_.release(block);
        if (chunk* const whole = chunk_of_all(joined); whole != nullptr) {
            if (free_.is_cut(joined)) free_.stop_cutting();
            retire(*whole);
        }
    }

private:
    /// In front of its blocks; behind their end is a pointer to it.
    struct chunk {
        chunk* previous;
        chunk* next;
        std::size_t bytes;
    };
    static constexpr std::size_t unit = free_blocks::unit;
    static constexpr std::size_t first_block =
        (sizeof(chunk) + free_blocks::word_bytes + unit - 1) / unit * unit;
    static constexpr std::size_t pointer_bytes = sizeof(void*);
    static constexpr std::size_t overhead = first_block + pointer_bytes;
    static constexpr std::size_t least_chunk = std::size_t{16} << 10U;
    static constexpr std::size_t largest_chunk = std::size_t{2} << 20U;

    /// The chunk that is nothing but this block, or null.
    static chunk* chunk_of_all(char* block) noexcept {
        char* const end = free_blocks::behind(block);
        if (free_blocks::units_of(end) != 0) return nullptr;
        chunk* owner = nullptr;
        std::memcpy(&owner, end, pointer_bytes);
        return reinterpret_cast<char*>(owner) + first_block == block ? owner : nullptr;
    }

    /// An idle chunk with room for so much; returns its block.
    char* add_chunk(std::size_t units) {
        const std::size_t least = units * unit + overhead;
        const std::size_t usual = std::clamp(held_bytes_ / 16, least_chunk, largest_chunk) / unit * unit;
        std::size_t bytes = least > usual / 4 ? least : usual;
        void* memory = nullptr;
        if (bytes != least) memory = ::operator new(bytes, std::nothrow);
        // Where memory is short, no more is asked for than must be.
        if (memory == nullptr) memory = ::operator new(bytes = least);

        auto* const added = ::new (memory) chunk{nullptr, idle_, bytes};
        if (idle_ != nullptr) idle_->previous = added;
        idle_ = added;
        held_bytes_ += bytes;
        idle_bytes_ += bytes;
        char* const block = static_cast<char*>(memory) + first_block;
        const std::size_t all = (bytes - overhead) / unit;
        free_blocks::end_at(block + all * unit);
        std::memcpy(block + all * unit, &added, pointer_bytes);
        free_.add(block, all);
        return block;
    }

    /// Nothing in `c` is in use any more.
    void retire(chunk& c) noexcept {
        move(c, used_, idle_);
        idle_bytes_ += c.bytes;
        while (idle_bytes_ > std::max(held_bytes_ / 8, largest_chunk)) {
            chunk* gone = nullptr;
            free_.unlink(reinterpret_cast<char*>(idle_) + first_block);
            held_bytes_ -= idle_->bytes;
            idle_bytes_ -= idle_->bytes;
            move(*idle_, idle_, gone);
            free_all(gone);
        }
    }

    static void move(chunk& c, chunk*& from, chunk*& to) noexcept {
        (c.previous != nullptr ? c.previous->next : from) = c.next;
        if (c.next != nullptr) c.next->previous = c.previous;
        c.previous = nullptr;
        c.next = to;
        if (to != nullptr) to->previous = &c;
        to = &c;
    }
    static void free_all(chunk* c) noexcept {
        while (c != nullptr) {
            chunk* const next = c->next;
            free_blocks::unpoison(reinterpret_cast<char*>(c), c->bytes);
            ::operator delete(static_cast<void*>(c));
            c = next;
        }
    }

    chunk* idle_ = nullptr;  // beside what `free_` has first, since most blocks ask for both
    free_blocks free_;
    chunk* used_ = nullptr;
    std::size_t held_bytes_ = 0;
    std::size_t idle_bytes_ = 0;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
