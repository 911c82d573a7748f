// SPDX-License-Identifier: MIT
/// @file
/// Bytes that end where the address space does: the byte behind them cannot be read. POSIX only.
#ifndef TCCC_TESTS_SUPPORT_GUARDED_MEMORY_HPP
#define TCCC_TESTS_SUPPORT_GUARDED_MEMORY_HPP

#if defined(__unix__) || defined(__APPLE__)
#define TCCC_TESTS_HAS_GUARDED_MEMORY 1

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

namespace tccc::testing {

/// Some pages between two that can be neither read nor written.
class guarded_memory {
public:
    /// Room for texts of at least `size` bytes.
    explicit guarded_memory(std::size_t size) {
        page_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        size_ = (size / page_ + 1) * page_;
        void* memory =
            ::mmap(nullptr, size_ + 2 * page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | map_anonymous, -1, 0);
        if (memory == MAP_FAILED) std::abort();  // no test without it
        base_ = static_cast<char*>(memory);
        protect(base_, page_, PROT_NONE);
        protect(base_ + page_ + size_, page_, PROT_NONE);
    }
    guarded_memory(const guarded_memory&) = delete;
    guarded_memory& operator=(const guarded_memory&) = delete;
    ~guarded_memory() { ::munmap(base_, size_ + 2 * page_); }

    /// A copy of `text`, read-only, whose end is the end of the last readable page.
    std::string_view at_end(std::string_view text) { return put(text, size_ - text.size()); }
    /// A copy of `text`, read-only, whose begin is the begin of the first readable page.
    std::string_view at_begin(std::string_view text) { return put(text, 0); }

private:
#if defined(MAP_ANONYMOUS)
    static constexpr int map_anonymous = MAP_ANONYMOUS;
#else
    static constexpr int map_anonymous = MAP_ANON;
#endif

    static void protect(char* memory, std::size_t size, int how) {
        if (::mprotect(memory, size, how) != 0) std::abort();
    }

    std::string_view put(std::string_view text, std::size_t offset) {
        char* const begin = base_ + page_ + offset;
        protect(base_ + page_, size_, PROT_READ | PROT_WRITE);
        std::memset(base_ + page_, '}', size_);
        if (!text.empty()) std::memcpy(begin, text.data(), text.size());
        protect(base_ + page_, size_, PROT_READ);
        return {begin, text.size()};
    }

    std::size_t page_ = 0;
    std::size_t size_ = 0;
    char* base_ = nullptr;
};

}  // namespace tccc::testing

#else
#define TCCC_TESTS_HAS_GUARDED_MEMORY 0
#endif

#endif
