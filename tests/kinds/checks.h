#pragma once

// What a table checks of every event and of every refusal, whatever the line says.

#include <string_view>
#include <vector>

#include "ledger/kinds/payload.h"
#include "ledger/laws/laws.h"
#include "ledger/rejection.h"

namespace mingzhang::test {

void check_laws(const std::vector<Violation>& violations);

/// Nothing stands on any account, house or period.
void check_zero(const CommunityState& state);

/// Words in both languages, and nothing of the payload's free text (rule 3.11).
void check_description(const Payload& payload);

/// Both sentences are whole: the rule gave every argument that they ask for.
void check_rejection(const Rejection& rejection);

std::string_view flow_name(Flow flow);

}  // namespace mingzhang::test
