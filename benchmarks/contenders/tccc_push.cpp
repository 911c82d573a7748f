// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"
#include "general_path.hpp"

#include <tccc/parser.hpp>

namespace bench {
namespace {

template <class Parser>
class by {
public:
    explicit by(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus&) { return true; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        const auto push = parser_.parse_record(bodies_[index]);
        if (!push) return false;
        use(*push);
        return true;
    }

private:
    exact_bodies bodies_;
    Parser parser_;
};

}  // namespace

void add_tccc_push(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by<tccc::parser>>("tccc-push", standing::ours));
    contenders.push_back(make_contender<by<general_path>>("tccc-push, general path", standing::ours));
}

}  // namespace bench
