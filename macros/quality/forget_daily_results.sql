{% macro forget_daily_results(results) %}
{#- Removes from `results` what the next statement computes again: the results of datasets that have days of their
    own. Results of other datasets stay as the history of what was found on each day. -#}
{%- if is_incremental() -%}
delete from {{ results }}
where
    has_own_days
    or exists (
        select 1
        from (
            select
                use_case,
                max(profiled_date) as last_date
            from {{ ref('assay_review__days') }}
            group by use_case
        ) as last_days
        where
            last_days.use_case = {{ results }}.use_case
            and last_days.last_date = {{ results }}.checked_date
    )
{%- else -%}
select 1
{%- endif -%}
{% endmacro %}
