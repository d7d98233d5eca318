/* SPDX-License-Identifier: MIT */
#include "matching/matching.h"
