// SPDX-License-Identifier: MIT
#ifndef TCCC_TESTS_TWO_TU_HPP
#define TCCC_TESTS_TWO_TU_HPP

#include <tccc/push.hpp>
#include <tccc/simulator.hpp>

#include <string_view>

/// What one translation unit sees of the library. The addresses are those of inline functions, so the linker
/// has to have merged the two copies.
struct seen {
    std::string_view (*message)(tccc::errc) noexcept;
    tccc::record_push (*to_owned)(const tccc::record_push_view&);
    std::size_t parser_size;
};

seen seen_by_library();

#endif
