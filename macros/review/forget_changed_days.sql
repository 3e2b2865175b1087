{% macro forget_changed_days(profiles) %}
{#- Removes from `profiles` every day whose rows or columns are no longer what was profiled, and every day that is
    gone, so that the scan that follows has only to add what is missing. -#}
{%- if is_incremental() -%}
delete from {{ profiles }}
where not exists (
    select 1
    from {{ ref('assay_review__days') }} as days
    where
        days.use_case = {{ profiles }}.use_case
        and days.dataset = {{ profiles }}.dataset
        and days.profiled_date = {{ profiles }}.profiled_date
        and days.day_digest = {{ profiles }}.day_digest
)
{%- else -%}
select 1
{%- endif -%}
{% endmacro %}
