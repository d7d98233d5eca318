/* SPDX-License-Identifier: MIT */
#include "core/base/scratch.h"

#include <stdalign.h>
#include <stdint.h>
#include <sys/mman.h>

/* In front of what is handed out. */
struct head {
    alignas(max_align_t) size_t size; /* of both together */
};

void *scratch_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct head))
        return NULL;
    size += sizeof(struct head);
    struct head *head =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (head == MAP_FAILED)
        return NULL;
    head->size = size;
    return head + 1;
}

void scratch_free(void *scratch)
{
    if (!scratch)
        return;
    struct head *head = (struct head *)scratch - 1;
    munmap(head, head->size);
}

void scratch_cleanup(void *pointer)
{
    scratch_free(*(void **)pointer);
}
