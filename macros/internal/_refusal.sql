{% macro _refusal() -%}
    {#- Why a plan cannot be trained, in words; NULL where it can. Reads `declared`,
        `training_sets`, `class_sets` and `features`. -#}
    {%- set class_minimum = var('assay_class_minimum_rows', 10) -%}
    case
        when training_sets.training_rows is null then 'no training rows'
        when not declared.serves_task then 'the learner does not serve the task'
        when declared.label_range = 'positive' and training_sets.lowest_label <= 0
            then 'a label is not above 0'
        when declared.label_range = 'not_negative' and training_sets.lowest_label < 0
            then 'a label is below 0'
        when declared.label_range in ('positive', 'not_negative') and training_sets.is_ordered
            and training_sets.first_above_zero = 0
            then 'the model of the first fold would learn from no label above 0'
        when
            declared.label_range in ('positive', 'not_negative') and not training_sets.is_ordered
            and training_sets.largest_fold_above_zero = training_sets.above_zero_rows
            then 'one fold holds every label above 0'
        when declared.learner = 'constant' and declared.label_range != 'none' then null
        when features.feature_count is null then 'no features'
        when declared.learner = 'persistence' and features.has_last_label = 0
            then 'the last known label is the same or missing in every training row'
        when
            declared.label_range = 'none'
            and case
                when training_sets.is_ordered then training_sets.first_rows
                else training_sets.training_rows - training_sets.largest_fold_rows
            end < {{ class_minimum }}
            then 'a fold leaves fewer than {{ class_minimum }} rows to learn from'
        when class_sets.class_count < 2 or class_sets.rarest_class_rows < {{ class_minimum }}
            then 'fewer than {{ class_minimum }} training rows of one class'
        when training_sets.is_ordered and training_sets.first_rows = 0
            then 'the model of the first fold would learn from no row'
        when training_sets.is_ordered and class_sets.rarest_class_first_rows = 0
            then 'the model of the first fold would not learn from every class'
        when training_sets.is_ordered and declared.task = 'binary'
            and training_sets.judged_positives in (0, training_sets.judged_rows)
            then 'the folds hold one class only'
        when training_sets.is_ordered then null
        when class_sets.class_count is null
            and training_sets.largest_fold_rows = training_sets.training_rows
            then 'one fold holds every training row'
        when class_sets.has_class_in_one_fold = 1 then 'one fold holds a whole class'
    end
{%- endmacro %}
